#if !EXT_EVENTS
using Zot.Hosting;

namespace Zot.Extensions.Events;

/// <summary>Events, not in this build.</summary>
internal sealed class EventsExtension() : DisabledExtension("events");
#endif
