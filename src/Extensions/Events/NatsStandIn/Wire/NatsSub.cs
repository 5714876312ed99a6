#if EXT_EVENTS
using System.Threading.Channels;

namespace NATS.Client.Core.Wire;

/// <summary>A subscription.</summary>
internal sealed class NatsSub<T>(ChannelReader<NatsMsg<T>> messages, Func<ValueTask> end) : INatsSub<T>
{
    ChannelReader<NatsMsg<T>> INatsSub<T>.Msgs => messages;

    ValueTask IAsyncDisposable.DisposeAsync() => end();
}
#endif
