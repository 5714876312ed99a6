namespace Zot.Auth.Sessions;

/// <summary>Where it is kept who has logged in with a browser. What the browser keeps of it, the ticket, is a secret.</summary>
public interface ISessionStore
{
    /// <summary>Begins a session.</summary>
    /// <param name="user">Who has logged in.</param>
    /// <param name="cancellationToken">The request.</param>
    /// <returns>The ticket.</returns>
    /// <exception cref="IOException">It cannot be kept.</exception>
    ValueTask<string> StartAsync(Identity user, CancellationToken cancellationToken);

    /// <summary>Who has a ticket?</summary>
    /// <returns>The user; <see langword="null"/> when the ticket is none, or its session has ended.</returns>
    /// <exception cref="IOException">It cannot be found out.</exception>
    ValueTask<Identity?> FindAsync(string ticket, CancellationToken cancellationToken);

    /// <summary>Ends the session with a ticket; there may be none.</summary>
    /// <exception cref="IOException">It cannot be ended.</exception>
    void End(string ticket);
}
