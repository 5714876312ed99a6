#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>A sink is closed. The only error of its kind, and terminal.</summary>
internal sealed class SinkClosedException(string sink) : Exception($"the sink {sink} is closed");
#endif
