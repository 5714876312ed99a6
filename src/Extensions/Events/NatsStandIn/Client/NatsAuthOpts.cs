#if EXT_EVENTS
namespace NATS.Client.Core;

/// <summary>Who we are at a server; of several, the server takes what it asks for.</summary>
internal sealed record NatsAuthOpts
{
    /// <summary>The user.</summary>
    public string? Username { get; init; }

    /// <summary>The user's password.</summary>
    public string? Password { get; init; }

    /// <summary>The token.</summary>
    public string? Token { get; init; }

    /// <summary>A file with the JWT of a user and the seed of the user's key.</summary>
    public string? CredsFile { get; init; }

    /// <summary>A file with a line for the seed of a user's key, <c>SU…</c>, and one for the public key, <c>U…</c>.</summary>
    public string? NKeyFile { get; init; }
}
#endif
