#if EXT_EVENTS
namespace NATS.Client.Core.Wire;

/// <summary>Where a server is, and who we are there if the address says so.</summary>
internal sealed record ServerAddress(string Host, int Port, bool IsTls, string? User, string? Secret)
{
    private const int DefaultPort = 4222;

    /// <summary>Reads a list of addresses, separated by commas.</summary>
    /// <exception cref="NatsException">One of them is none.</exception>
    public static IReadOnlyList<ServerAddress> ParseAll(string urls) =>
        [.. urls.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    /// <summary>The address, without secrets.</summary>
    public override string ToString() => $"{(IsTls ? "tls" : "nats")}://{Host}:{Port}";

    private static ServerAddress Parse(string text)
    {
        var whole = text.Contains("://", StringComparison.Ordinal) ? text : $"nats://{text}";
        if (!Uri.TryCreate(whole, UriKind.Absolute, out var uri) || uri.Scheme is not ("nats" or "tls"))
        {
            throw new NatsException("the address of the server is not of the form nats://host:port or tls://host:port");
        }

        // user:password, or a token alone
        var parts = uri.UserInfo.Split(':', 2);
        return new ServerAddress(
            uri.IdnHost.Trim('[', ']'),
            uri.Port > 0 ? uri.Port : DefaultPort,
            uri.Scheme == "tls",
            parts.Length == 2 ? Uri.UnescapeDataString(parts[0]) : null,
            parts[^1].Length > 0 ? Uri.UnescapeDataString(parts[^1]) : null);
    }
}
#endif
