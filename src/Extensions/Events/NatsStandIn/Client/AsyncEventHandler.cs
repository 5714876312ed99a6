#if EXT_EVENTS
namespace NATS.Client.Core;

/// <summary>Is told of something; what comes next waits until it is done.</summary>
internal delegate ValueTask AsyncEventHandler<in TEventArgs>(object? sender, TEventArgs args);
#endif
