#if EXT_EVENTS
namespace NATS.Client.Core;

/// <summary>Something has happened to a connection.</summary>
internal class NatsEventArgs : EventArgs;
#endif
