using Zot.Configuration;
using Zot.Metering;
using Zot.Registry;
using Zot.Scheduling;
using Zot.Storage.Collection;

namespace Zot.Storage.Limits;

/// <summary>The limits on what is stored, each a layer around a registry; one that is not configured changes nothing.</summary>
public sealed class StorageLimits
{
    private readonly Func<StorageOptions> _current;
    private readonly GlobMatch _matches;
    private readonly IRepositoryContents _contents;
    private readonly IReadOnlyList<ContentChanges> _changes;
    private readonly QuotaLedger? _ledger;
    private readonly LimitMeter _meter;

    internal StorageLimits(
        Func<StorageOptions> current, GlobMatch matches, IRepositoryContents contents, IReadOnlyList<ContentChanges> changes, TimeProvider time, ZotMeter? meter)
    {
        (_current, _matches, _contents, _changes) = (current, matches, contents, changes);
        if (current().Quotas.Count > 0)
        {
            _ledger = new QuotaLedger(() => _current().Quotas, matches, contents, time);
            foreach (var store in changes)
            {
                store.Listen(_ledger);
                store.ListenForRemovals(_ledger.Forget);
            }
        }

        _meter = new LimitMeter(meter, _ledger is null ? null : () => _ledger.Levels);
    }

    /// <summary>Whether there are tags that stay where they are.</summary>
    public bool HasImmutableTags => _current().ImmutableTags.Count > 0;

    /// <summary>Whether there are quotas.</summary>
    public bool HasQuotas => _ledger is not null;

    /// <summary>Whether there may be only so many repositories.</summary>
    public bool HasMaxRepos => _current().MaxRepos > 0;

    /// <summary>How full each quota is.</summary>
    internal IReadOnlyList<QuotaLevel> Levels => _ledger?.Levels ?? [];

    /// <summary>What is done for them in the background.</summary>
    /// <param name="registry">Knows all repositories.</param>
    public IReadOnlyList<IJobSource> Jobs(IRegistryLister registry) => _ledger is null ? [] : [new QuotaJobs(registry, _ledger)];

    /// <summary>A registry that moves no immutable tag.</summary>
    public IRegistry GuardTags(IRegistry inner) =>
        new ImmutableTagsRegistry(inner, _contents, new ImmutableTags(() => _current().ImmutableTags, _matches), _meter);

    /// <summary>A registry that takes no more repositories than there may be.</summary>
    public IRegistry LimitRepositories(IRegistry inner)
    {
        var limited = new RepositoryLimitRegistry(inner, _contents, _current().MaxRepos, _meter);
        foreach (var store in _changes)
        {
            store.ListenForRemovals(limited.Forget);
        }

        return limited;
    }

    /// <summary>A registry that takes no more content than quotas allow.</summary>
    /// <param name="inner">The registry underneath.</param>
    /// <param name="caller">Who sent the request under way; <see langword="null"/> for somebody unknown, and for work in the background.</param>
    public IRegistry LimitContent(IRegistry inner, Func<string?> caller) =>
        _ledger is null ? inner : new QuotaRegistry(inner, _ledger, _contents, caller, _meter);
}
