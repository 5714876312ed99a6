#if EXT_EVENTS
namespace NATS.Client.Core;

/// <summary>Something does not work.</summary>
internal class NatsException(string message, Exception? exception = null) : Exception(message, exception);
#endif
