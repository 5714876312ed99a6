using Zot.Auth;

namespace Zot.Http;

/// <summary>
/// The authenticators in the order they are asked, as configured now; without any, nobody has to say who they are.
/// </summary>
public delegate IReadOnlyList<IAuthenticator> CurrentAuthenticators();
