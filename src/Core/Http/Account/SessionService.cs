using Microsoft.AspNetCore.Http;
using Zot.Auth;
using Zot.Auth.Sessions;
using Zot.Hosting;

namespace Zot.Http.Account;

/// <summary>
/// Manages sessions and their cookies: the ticket, hidden from scripts, and the user name for the browser interface.
/// </summary>
internal sealed class SessionService(ISessionStore sessions, CurrentHttpOptions options, TimeProvider time)
    : ISessionService
{
    private const string Ticket = "session";
    private const string User = "user";

    // As in zot.
    private static readonly TimeSpan DefaultLife = TimeSpan.FromHours(2);

    /// <summary>Returns the ticket that the browser sent; <see langword="null"/> without one.</summary>
    public static string? TicketOf(HttpContext context) => context.Request.Cookies[Ticket];

    /// <inheritdoc/>
    /// <remarks>A ticket from before the login must not remain valid.</remarks>
    public async ValueTask SignInAsync(HttpContext context, Identity user, TimeSpan? life = null)
    {
        var lasting = life ?? DefaultLife;
        var ticket = await sessions.StartAsync(user, time.GetUtcNow() + lasting, context.RequestAborted);
        if (TicketOf(context) is { } former)
        {
            await sessions.EndAsync(former, context.RequestAborted);
        }

        // A request without a valid session has expired the cookie already.
        var headers = context.Response.Headers;
        headers.SetCookie = headers.SetCookie
            .Where(static each => each?.StartsWith($"{Ticket}=", StringComparison.Ordinal) != true).ToArray();
        context.Response.Cookies.Append(Ticket, ticket, Cookie(lasting, isForScripts: false));
        context.Response.Cookies.Append(User, user.Name, Cookie(lasting, isForScripts: true));
    }

    /// <inheritdoc/>
    public async ValueTask SignOutAsync(HttpContext context)
    {
        if (TicketOf(context) is { } ticket)
        {
            await sessions.EndAsync(ticket, context.RequestAborted);
        }

        Expire(context);
        context.Response.Cookies.Append(User, "", Cookie(TimeSpan.Zero, isForScripts: true));
    }

    /// <summary>Removes the session cookie from the browser.</summary>
    public void Expire(HttpContext context) =>
        context.Response.Cookies.Append(Ticket, "", Cookie(TimeSpan.Zero, isForScripts: false));

    // SameSite is left to the browser, as in zot; without the header of the browser interface the cookie has no effect.
    private CookieOptions Cookie(TimeSpan life, bool isForScripts)
    {
        var http = options();
        return new CookieOptions
        {
            Path = "/",
            MaxAge = life,
            HttpOnly = !isForScripts,
            Secure = http.HasTls || http.Auth.SecureSession,
        };
    }
}
