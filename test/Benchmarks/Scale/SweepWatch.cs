using Zot.Benchmarks.Load;

namespace Zot.Benchmarks.Scale;

/// <summary>Polls the garbage collection status of a server from its start.</summary>
internal sealed class SweepWatch : IAsyncDisposable
{
    // Much shorter than the time between two sweeps, so that none is missed.
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Sweep> _sweeps = [];
    private readonly Task _running;

    internal SweepWatch(RegistryClient client) => _running = RunAsync(client);

    /// <summary>Waits for a sweep by its number, starting with 1.</summary>
    /// <returns>All completed sweeps.</returns>
    internal async Task<IReadOnlyList<Sweep>> WaitAsync(int number, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        while (true)
        {
            lock (_sweeps)
            {
                if (_sweeps.Count >= number)
                {
                    return [.. _sweeps];
                }
            }

            if (_running.IsCompleted)
            {
                await _running;
            }

            await Task.Delay(Period, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(RegistryClient client)
    {
        while (true)
        {
            using (var status = await client.ReadAsync("v2/_zot/status", _stop.Token))
            {
                var gc = status.RootElement.GetProperty("jobs").EnumerateArray().First(static job => job.GetProperty("name").ValueEquals("gc"));
                lock (_sweeps)
                {
                    if (gc.GetProperty("sweeps").GetInt32() > _sweeps.Count && gc.TryGetProperty("ended", out var ended))
                    {
                        _sweeps.Add(new Sweep(gc.GetProperty("started").GetDateTimeOffset(), ended.GetDateTimeOffset()));
                    }
                }
            }

            await Task.Delay(Period, _stop.Token);
        }
    }
}
