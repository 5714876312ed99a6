namespace Zot.Auth.Sessions;

/// <summary>Stores browser sessions. The browser holds a ticket, which is a secret.</summary>
public interface ISessionStore
{
    /// <summary>Starts a session.</summary>
    /// <param name="user">The user who has logged in.</param>
    /// <param name="expires">The time at which the session expires.</param>
    /// <param name="cancellationToken">Canceled when the request is aborted.</param>
    /// <returns>The ticket.</returns>
    /// <exception cref="IOException">The session cannot be stored.</exception>
    ValueTask<string> StartAsync(Identity user, DateTimeOffset expires, CancellationToken cancellationToken);

    /// <summary>Finds the user of a ticket.</summary>
    /// <returns>The user; <see langword="null"/> if the ticket is invalid or its session has expired.</returns>
    /// <exception cref="IOException">The session cannot be read.</exception>
    ValueTask<Identity?> FindAsync(string ticket, CancellationToken cancellationToken);

    /// <summary>Ends the session of a ticket, if it exists.</summary>
    /// <exception cref="IOException">The session cannot be removed.</exception>
    ValueTask EndAsync(string ticket, CancellationToken cancellationToken);

    /// <summary>Removes expired sessions, including those of other processes.</summary>
    /// <exception cref="IOException">A session cannot be removed; the others are removed.</exception>
    ValueTask RemoveEndedAsync(CancellationToken cancellationToken);
}
