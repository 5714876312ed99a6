#if EXT_SYNC
namespace Zot.Extensions.Sync.OnDemand;

/// <summary>Work that concurrent callers share: it runs once, detached from all of them.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TResult">The type of the results.</typeparam>
internal sealed class SharedWork<TKey, TResult>
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Task<TResult>> _running = [];

    /// <summary>Starts the work, or joins it if it is running.</summary>
    /// <param name="key">The key of the work.</param>
    /// <param name="work">The work.</param>
    /// <param name="stop">Ends the wait, not the work.</param>
    public Task<TResult> RunAsync(TKey key, Func<Task<TResult>> work, CancellationToken stop)
    {
        Task<TResult> shared;
        lock (_gate)
        {
            if (!_running.TryGetValue(key, out shared!))
            {
                shared = Task.Run(() => RunAsync(key, work), CancellationToken.None);
                _running[key] = shared;
            }
        }

        return shared.WaitAsync(stop);
    }

    private async Task<TResult> RunAsync(TKey key, Func<Task<TResult>> work)
    {
        try
        {
            return await work();
        }
        finally
        {
            Forget(key);
        }
    }

    private void Forget(TKey key)
    {
        lock (_gate)
        {
            _running.Remove(key);
        }
    }
}
#endif
