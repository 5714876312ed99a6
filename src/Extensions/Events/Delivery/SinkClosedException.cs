#if EXT_EVENTS
namespace Zot.Extensions.Events.Delivery;

/// <summary>The exception that is thrown when a sink is closed. It is permanent: retries are useless.</summary>
internal sealed class SinkClosedException(string sink) : Exception($"the sink {sink} is closed");
#endif
