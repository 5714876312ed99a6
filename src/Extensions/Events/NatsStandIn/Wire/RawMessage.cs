#if EXT_EVENTS
namespace NATS.Client.Core.Wire;

/// <summary>A message as it came.</summary>
/// <param name="Subject">Where it was published.</param>
/// <param name="Sid">The subscription it is for.</param>
/// <param name="ReplyTo">Where a reply goes; <see langword="null"/> when none is asked for.</param>
/// <param name="Headers">The headers; <see langword="null"/> when there are none.</param>
/// <param name="Status">The status of the server's own messages: 503 when nobody listens; 0 for all others.</param>
/// <param name="Payload">The bytes.</param>
internal sealed record RawMessage(string Subject, long Sid, string? ReplyTo, NatsHeaders? Headers, int Status, byte[] Payload);
#endif
