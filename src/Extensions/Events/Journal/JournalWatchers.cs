#if EXT_EVENTS
using System.Collections.Concurrent;

namespace Zot.Extensions.Events.Journal;

/// <summary>
/// Notifies subscribers of writes. They are called on the writer's thread, and must only signal another one.
/// </summary>
internal sealed class JournalWatchers
{
    private readonly ConcurrentDictionary<Watcher, Action> _watchers = [];

    public void Notify()
    {
        foreach (var (_, written) in _watchers)
        {
            written();
        }
    }

    public IDisposable Add(Action written)
    {
        var watcher = new Watcher(this);
        _watchers[watcher] = written;
        return watcher;
    }

    private sealed class Watcher(JournalWatchers watchers) : IDisposable
    {
        public void Dispose() => watchers._watchers.TryRemove(this, out _);
    }
}
#endif
