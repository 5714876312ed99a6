using Zot.Registry;

namespace Zot.Core.Tests.Storage.Retention;

/// <summary>Statistics in memory, which contain only the times that a sweep recorded.</summary>
internal sealed class NotedStatistics : IRepositoryStatistics
{
    public DateTimeOffset? Since => DateTimeOffset.MinValue;

    /// <summary>The push times of the manifests.</summary>
    public IReadOnlyDictionary<Digest, DateTimeOffset> Settled { get; private set; } = new Dictionary<Digest, DateTimeOffset>();

    /// <summary>A callback that is run while the statistics are read.</summary>
    public Func<Task>? Reading { get; set; }

    public async ValueTask<IReadOnlyDictionary<Digest, ManifestStatistics>> ReadAsync(
        RepositoryName repository, CancellationToken cancellationToken)
    {
        if (Reading is not null)
        {
            await Reading();
        }

        return Settled.ToDictionary(static pair => pair.Key, static pair => new ManifestStatistics(pair.Value));
    }

    public ValueTask ReplaceAsync(
        RepositoryName repository,
        IReadOnlyDictionary<Digest, DateTimeOffset> manifests,
        DateTimeOffset asOf,
        CancellationToken cancellationToken)
    {
        Settled = manifests;
        return ValueTask.CompletedTask;
    }
}
