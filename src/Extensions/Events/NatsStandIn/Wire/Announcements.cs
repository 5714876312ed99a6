#if EXT_EVENTS
using System.Threading.Channels;

namespace NATS.Client.Core.Wire;

/// <summary>Tells listeners what has happened, in order and beside the connection: a slow listener holds nothing up.</summary>
internal sealed class Announcements : IAsyncDisposable
{
    // Listeners this far behind miss the oldest: a server that refuses everything must not fill the memory.
    private const int Capacity = 256;

    private readonly Channel<Func<Task>> _queue = Channel.CreateBounded<Func<Task>>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Task _telling;

    public Announcements() => _telling = Task.Run(TellAsync);

    public void Add(Func<Task> tell) => _queue.Writer.TryWrite(tell);

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _telling;
    }

    private async Task TellAsync()
    {
        await foreach (var tell in _queue.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                await tell();
            }
            catch (Exception)
            {
                // A listener's fault is its own; the next one is told all the same.
            }
        }
    }
}
#endif
