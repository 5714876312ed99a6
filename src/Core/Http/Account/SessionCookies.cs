using Microsoft.AspNetCore.Http;
using Zot.Auth;
using Zot.Auth.Sessions;

namespace Zot.Http;

/// <summary>What a browser keeps of a session: the ticket, which no script gets to see, and the name of the user, for the interface.</summary>
internal sealed class SessionCookies(ISessionStore sessions, CurrentHttpOptions options)
{
    private const string Ticket = "session";
    private const string User = "user";

    /// <summary>The ticket that a browser shows; <see langword="null"/> without one.</summary>
    public static string? TicketOf(HttpContext context) => context.Request.Cookies[Ticket];

    /// <summary>Begins a session, in the place of the one the browser may have: a ticket from before the login is worth nothing after it.</summary>
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

    /// <summary>Tells the browser that it has no session.</summary>
    public void Expire(HttpContext context) =>
        context.Response.Cookies.Append(Ticket, "", Cookie(TimeSpan.Zero, isForScripts: false));

    /// <summary>Ends the session the browser may have.</summary>
    public void End(HttpContext context)
    {
        if (TicketOf(context) is { } ticket)
        {
            sessions.End(ticket);
        }

        Expire(context);
        context.Response.Cookies.Append(User, "", Cookie(TimeSpan.Zero, isForScripts: true));
    }

    // SameSite is left to the browser, as in zot; a cookie without the header of the interface is good for nothing anyway.
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
