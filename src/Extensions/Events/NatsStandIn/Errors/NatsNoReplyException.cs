#if EXT_EVENTS
namespace NATS.Client.Core;

/// <summary>No reply has come in time.</summary>
internal sealed class NatsNoReplyException() : NatsException("no reply has come in time");
#endif
