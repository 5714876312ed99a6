using Microsoft.AspNetCore.Http;
using Zot.Auth;
using Zot.Auth.Sessions;

namespace Zot.Http.Account;

/// <summary>
/// Manages the cookies of a session: the ticket, hidden from scripts, and the user name for the browser interface.
/// </summary>
internal sealed class SessionCookies(ISessionStore sessions, CurrentHttpOptions options)
{
    private const string Ticket = "session";
    private const string User = "user";

    /// <summary>Returns the ticket that the browser sent; <see langword="null"/> without one.</summary>
    public static string? TicketOf(HttpContext context) => context.Request.Cookies[Ticket];

    /// <summary>
    /// Starts a session that replaces any existing one: a ticket from before the login must not remain valid.
    /// </summary>
    public async Task StartAsync(HttpContext context, Identity user)
    {
        var former = TicketOf(context);
        var ticket = await sessions.StartAsync(user, context.RequestAborted);
        if (former is not null)
        {
            sessions.End(former);
        }

        context.Response.Cookies.Append(Ticket, ticket, Cookie(SessionFiles.Life, isForScripts: false));
        context.Response.Cookies.Append(User, user.Name, Cookie(SessionFiles.Life, isForScripts: true));
    }

    /// <summary>Removes the session cookie from the browser.</summary>
    public void Expire(HttpContext context) =>
        context.Response.Cookies.Append(Ticket, "", Cookie(TimeSpan.Zero, isForScripts: false));

    /// <summary>Ends the session of the browser, if any.</summary>
    public void End(HttpContext context)
    {
        if (TicketOf(context) is { } ticket)
        {
            sessions.End(ticket);
        }

        Expire(context);
        context.Response.Cookies.Append(User, "", Cookie(TimeSpan.Zero, isForScripts: true));
    }

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
