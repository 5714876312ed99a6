using Microsoft.AspNetCore.Http;
using Zot.Auth;

namespace Zot.Hosting;

/// <summary>Signs browsers in and out: stores the session, and sets the cookies of the response.</summary>
/// <remarks>
/// A session is valid only in requests with the header of the browser interface, and only while a directory
/// (<see cref="ZotBuilder.AddUsers"/>) lists its user.
/// </remarks>
public interface ISessionService
{
    /// <summary>
    /// Starts a session, which replaces that of the browser, if any. To be called before the response starts.
    /// </summary>
    /// <param name="context">The request of the browser.</param>
    /// <param name="user">The user, whom the caller has authenticated.</param>
    /// <param name="life">
    /// The lifetime of the session; <see langword="null"/> for that of a login with a password.
    /// </param>
    /// <exception cref="IOException">The session cannot be stored.</exception>
    ValueTask SignInAsync(HttpContext context, Identity user, TimeSpan? life = null);

    /// <summary>
    /// Ends the session of the browser, if any, and removes its cookies. To be called before the response starts.
    /// </summary>
    /// <exception cref="IOException">The session cannot be removed.</exception>
    ValueTask SignOutAsync(HttpContext context);
}
