using Zot.Metadata;
using Zot.Metadata.Queries;
using Zot.Registry;
using Zot.Scheduling;

namespace Zot.Core.Tests.Storage.Collection.Model;

/// <summary>A metadata index in memory, which does not index content.</summary>
internal sealed class MemoryMetadataIndex(TimeProvider time) : IMetadataIndex
{
    private readonly Dictionary<(RepositoryName Repository, Digest Manifest), ManifestStatistics> _noted = [];

    public IMetadataQueries Queries => throw new NotSupportedException();

    public DateTimeOffset? Since { get; } = time.GetUtcNow();

    public void NotePull(RepositoryName repository, Digest manifest) =>
        Note(repository, manifest, known => known with { LastPulled = time.GetUtcNow(), Downloads = known.Downloads + 1 });

    public void NotePush(RepositoryName repository, Digest manifest, string? caller) =>
        Note(repository, manifest, known => known with { Pushed = known.Pushed ?? time.GetUtcNow() });

    public void NoteTagging(RepositoryName repository, Digest manifest, string? caller) =>
        Note(repository, manifest, known => known with { Pushed = time.GetUtcNow() });

    public void NoteDeletion(RepositoryName repository, Digest manifest) => _noted.Remove((repository, manifest));

    public ValueTask<IReadOnlyDictionary<Digest, ManifestStatistics>> ReadAsync(RepositoryName repository, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<Digest, ManifestStatistics>>(_noted
            .Where(noted => noted.Key.Repository == repository)
            .ToDictionary(static noted => noted.Key.Manifest, static noted => noted.Value));

    public ValueTask ReplaceAsync(
        RepositoryName repository, IReadOnlyDictionary<Digest, DateTimeOffset> manifests, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        foreach (var ((_, manifest), known) in _noted.Where(noted => noted.Key.Repository == repository).ToList())
        {
            if (!manifests.ContainsKey(manifest) && !(known.Pushed >= asOf || known.LastPulled >= asOf))
            {
                _noted.Remove((repository, manifest));
            }
        }

        foreach (var (manifest, pushed) in manifests)
        {
            Note(repository, manifest, known => known with { Pushed = known.Pushed ?? pushed });
        }

        return ValueTask.CompletedTask;
    }

    public IJobSource Follow(IContentFeed feed, IRegistryReader content) => throw new NotSupportedException();

    public ValueTask<RepositoryRecord?> FindRepositoryAsync(RepositoryName repository, CancellationToken cancellationToken) =>
        ValueTask.FromResult<RepositoryRecord?>(null);

    public ContentCounts Count() => default;

    public ValueTask DisposeAsync() => default;

    private void Note(RepositoryName repository, Digest manifest, Func<ManifestStatistics, ManifestStatistics> change) =>
        _noted[(repository, manifest)] = change(_noted.GetValueOrDefault((repository, manifest)) ?? new ManifestStatistics(Pushed: null));
}
