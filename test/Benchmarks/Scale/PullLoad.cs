using Zot.Benchmarks.Load;

namespace Zot.Benchmarks.Scale;

/// <summary>Pulls images of random repositories at a steady rate, like independent clients.</summary>
internal sealed class PullLoad(RegistryClient client, DataSet set, int perSecond, int seed)
{
    private const int Clients = 8;

    private volatile bool _isOver;

    /// <summary>Pulls until <see cref="End"/> is called.</summary>
    /// <returns>All pulls.</returns>
    internal async Task<List<Pull>> RunAsync(CancellationToken cancellationToken)
    {
        var pulls = await Task.WhenAll(Enumerable.Range(0, Clients).Select(lane => Task.Run(() => RunAsync(lane, cancellationToken), cancellationToken)));
        return [.. pulls.SelectMany(static some => some)];
    }

    internal void End() => _isOver = true;

    private async Task<List<Pull>> RunAsync(int lane, CancellationToken cancellationToken)
    {
        List<Pull> pulls = [];
        var random = new Random(seed + lane);
        var step = TimeSpan.FromSeconds((double)Clients / perSecond);
        var next = DateTimeOffset.UtcNow + (step * lane / Clients);
        while (!_isOver)
        {
            var repository = set.Repositories[random.Next(set.Repositories.Count)];
            var build = random.Next(repository.Tags);
            var image = set.ImageOf(repository, build);
            if (next - DateTimeOffset.UtcNow is { Ticks: > 0 } wait)
            {
                // Timers are inexact: only a delay caused by the previous pull counts as waiting time.
                await Task.Delay(wait, cancellationToken);
                next = DateTimeOffset.UtcNow;
            }

            await client.GetAsync($"v2/{repository.Name}/manifests/{DataSet.TagOf(build)}", cancellationToken);
            if (image.Platforms is not null)
            {
                await client.GetAsync($"v2/{repository.Name}/manifests/{image.Manifest.Digest}", cancellationToken);
            }

            await client.GetAsync($"v2/{repository.Name}/blobs/{image.Layer.Digest}", cancellationToken);
            pulls.Add(new Pull(next, DateTimeOffset.UtcNow));
            next += step;
        }

        return pulls;
    }
}
