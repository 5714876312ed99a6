#if EXT_EVENTS
namespace NATS.Client.Core;

/// <summary>The server refuses.</summary>
internal sealed class NatsServerException(string error) : NatsException($"the server refuses: {error}")
{
    // nats-server, server/errors.go: what it says before it closes the connection of somebody it does not let in.
    private static readonly string[] Refusals =
        ["authorization violation", "authentication expired", "authentication revoked"];

    /// <summary>Whether it refuses us, and not what we want.</summary>
    public bool IsAuthError { get; } = Refusals.Any(refusal => error.Contains(refusal, StringComparison.OrdinalIgnoreCase));
}
#endif
