#if !EXT_EVENTS
using Zot.Hosting;

namespace Zot.Extensions.Events;

/// <summary>The events extension, not part of this build.</summary>
internal sealed class EventsExtension() : DisabledExtension("events");
#endif
