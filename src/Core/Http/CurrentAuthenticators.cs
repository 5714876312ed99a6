using Zot.Auth;

namespace Zot.Http;

/// <summary>
/// Returns the configured authenticators, in evaluation order. With none, every request is anonymous.
/// </summary>
public delegate IReadOnlyList<IAuthenticator> CurrentAuthenticators();
