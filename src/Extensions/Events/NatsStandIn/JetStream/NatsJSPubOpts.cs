#if EXT_EVENTS
namespace NATS.Client.JetStream;

/// <summary>What a stream is told of a message.</summary>
internal sealed record NatsJSPubOpts
{
    /// <summary>The id by which the stream knows a message that comes again.</summary>
    public string? MsgId { get; init; }

    /// <summary>The stream that is meant: another one must not take it.</summary>
    public string? ExpectedStream { get; init; }
}
#endif
