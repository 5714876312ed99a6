using Zot.Configuration.Storage;
using Zot.Metering;
using Zot.Registry;
using Zot.Scheduling;
using Zot.Storage.Collection;

namespace Zot.Storage.Limits;

/// <summary>
/// The limits on stored content, each a layer around a registry. A limit that is not configured changes nothing.
/// </summary>
public sealed class StorageLimits
{
    private readonly Func<StorageOptions> _current;
    private readonly GlobMatch _matches;
    private readonly IRepositoryContents _contents;
    private readonly IContentFeed _feed;
    private readonly QuotaLedger? _ledger;
    private readonly LimitMeter _meter;

    internal StorageLimits(
        Func<StorageOptions> current,
        GlobMatch matches,
        IRepositoryContents contents,
        IContentFeed feed,
        TimeProvider time,
        ZotMeter? meter)
    {
        (_current, _matches, _contents, _feed) = (current, matches, contents, feed);
        if (current().Quotas.Count > 0)
        {
            _ledger = new QuotaLedger(() => _current().Quotas, matches, contents, time);
            feed.Subscribe(_ledger.Handle);
        }

        _meter = new LimitMeter(meter, _ledger is null ? null : () => _ledger.Levels);
    }

    /// <summary>Indicates whether there are immutable tags.</summary>
    public bool HasImmutableTags => _current().ImmutableTags.Count > 0;

    /// <summary>Indicates whether there are quotas.</summary>
    public bool HasQuotas => _ledger is not null;

    /// <summary>Indicates whether the number of repositories is limited.</summary>
    public bool HasMaxRepos => _current().MaxRepos > 0;

    /// <summary>The usage of each quota.</summary>
    internal IReadOnlyList<QuotaLevel> Levels => _ledger?.Levels ?? [];

    /// <summary>Creates the background jobs of the limits.</summary>
    /// <param name="registry">Lists all repositories.</param>
    public IReadOnlyList<IJobSource> Jobs(IRegistryLister registry) =>
        _ledger is null ? [] : [new QuotaJobs(registry, _ledger)];

    /// <summary>Wraps a registry to protect immutable tags.</summary>
    public IRegistry GuardTags(IRegistry inner) =>
        new ImmutableTagsRegistry(inner, new ImmutableTags(() => _current().ImmutableTags, _matches), _meter);

    /// <summary>Wraps a registry to limit the number of repositories.</summary>
    public IRegistry LimitRepositories(IRegistry inner)
    {
        var limited = new RepositoryLimitRegistry(inner, _contents, _current().MaxRepos, _meter);
        _feed.Subscribe(limited.Handle);
        return limited;
    }

    /// <summary>Wraps a registry to enforce quotas.</summary>
    /// <param name="inner">The registry underneath.</param>
    public IRegistry LimitContent(IRegistry inner) =>
        _ledger is null ? inner : new QuotaRegistry(inner, _ledger, _contents, _meter);
}
