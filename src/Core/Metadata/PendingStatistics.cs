using Zot.Registry;

namespace Zot.Metadata;

/// <summary>The statistics that have not been written yet.</summary>
/// <remarks>
/// Its size is the number of manifests pulled or pushed since the last write: one second's while the index is writable.
/// </remarks>
internal sealed class PendingStatistics(TimeProvider time)
{
    private readonly Lock _gate = new();
    private Dictionary<(RepositoryName Repository, Digest Manifest), StatisticsChange> _changes = [];

    /// <summary>Records a change of a manifest's statistics.</summary>
    internal void Note(
        RepositoryName repository, Digest manifest, Func<StatisticsChange, DateTimeOffset, StatisticsChange> change)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            _changes[(repository, manifest)] = change(_changes.GetValueOrDefault((repository, manifest)), now);
        }
    }

    /// <summary>Removes and returns all changes.</summary>
    internal Dictionary<(RepositoryName Repository, Digest Manifest), StatisticsChange> Take()
    {
        lock (_gate)
        {
            var taken = _changes;
            _changes = [];
            return taken;
        }
    }

    /// <summary>Restores changes that could not be written; later changes are applied on top.</summary>
    internal void Return(Dictionary<(RepositoryName Repository, Digest Manifest), StatisticsChange> taken)
    {
        lock (_gate)
        {
            foreach (var (key, later) in _changes)
            {
                taken[key] = taken.GetValueOrDefault(key).Then(later);
            }

            _changes = taken;
        }
    }
}
