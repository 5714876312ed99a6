#if EXT_EVENTS
using System.Threading.Channels;

namespace NATS.Client.Core;

/// <summary>A subscription; it ends with its disposal.</summary>
internal interface INatsSub<T> : IAsyncDisposable
{
    /// <summary>The messages, in the order of the server.</summary>
    ChannelReader<NatsMsg<T>> Msgs { get; }
}
#endif
