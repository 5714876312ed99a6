using Zot.Registry;

namespace Zot.Metadata;

/// <summary>What has happened since the index was written last.</summary>
/// <remarks>As large as the number of manifests that were pulled or pushed since: that is one second's, while the index can be written.</remarks>
internal sealed class PendingStatistics(TimeProvider time)
{
    private readonly Lock _gate = new();
    private Dictionary<(RepositoryName Repository, Digest Manifest), StatisticsChange> _changes = [];

    /// <summary>Notes something of a manifest.</summary>
    internal void Note(RepositoryName repository, Digest manifest, Func<StatisticsChange, DateTimeOffset, StatisticsChange> change)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            _changes[(repository, manifest)] = change(_changes.GetValueOrDefault((repository, manifest)), now);
        }
    }

    /// <summary>Takes all there is.</summary>
    internal Dictionary<(RepositoryName Repository, Digest Manifest), StatisticsChange> Take()
    {
        lock (_gate)
        {
            var taken = _changes;
            _changes = [];
            return taken;
        }
    }

    /// <summary>Gives back what could not be written; what came since comes after it.</summary>
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
