using Zot.Auth;

namespace Zot.Http.Access;

/// <summary>
/// Returns the configured authenticators, in evaluation order. With none, every request is anonymous.
/// </summary>
public delegate IReadOnlyList<IAuthenticator> CurrentAuthenticators();
