#if EXT_EVENTS
namespace NATS.Client.Core;

/// <summary>Nobody listens to what is asked.</summary>
internal sealed class NatsNoRespondersException() : NatsException("nobody answers there");
#endif
