using System.Collections.Concurrent;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Collection;

/// <summary>
/// The repositories in which a sweep found nothing that can become removable without a change: the next sweep skips
/// them.
/// </summary>
/// <remarks>
/// Kept in memory only, so that the first sweep after a start checks all repositories. Changes by other tools are
/// detected by <c>index.json</c>; to catch any other change of theirs, each repository is checked once a day.
/// </remarks>
internal sealed class SettledRepositories(IStorageDriver driver, TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<RepositoryName, Sweep> _sweeps = [];

    /// <summary>Begins a sweep. Any change to the repository from here on makes the next sweep check it.</summary>
    internal async ValueTask<Sweep?> BeginAsync(
        RepositoryName repository, CollectionRules rules, CancellationToken cancellationToken)
    {
        if (await driver.StatAsync(ImageLayout.Index(repository), cancellationToken) is not { } index)
        {
            return null;
        }

        var sweep = new Sweep(rules, index, time.GetTimestamp());
        _sweeps[repository] = sweep;
        return sweep;
    }

    /// <summary>Marks a repository as changed when entries were changed or content was deleted.</summary>
    internal void Handle(in ContentChange change)
    {
        if (change.Kind is ContentChangeKind.EntryChanged or ContentChangeKind.BlobDeleted)
        {
            Invalidate(change.Repository);
        }
    }

    /// <summary>Marks a repository as changed, before, during or after a change.</summary>
    internal void Invalidate(RepositoryName repository) => _sweeps.TryRemove(repository, out _);

    /// <summary>Returns whether a sweep with these rules would find nothing.</summary>
    internal async ValueTask<bool> ContainsAsync(
        RepositoryName repository, CollectionRules rules, CancellationToken cancellationToken) =>
        _sweeps.TryGetValue(repository, out var sweep)
        && sweep.HasFoundNothing
        && sweep.Rules == rules
        && time.GetElapsedTime(sweep.Began) < LookAgain
        && await driver.StatAsync(ImageLayout.Index(repository), cancellationToken) is { } index
        && index.IsSameVersionAs(sweep.Index);

    /// <summary>A sweep of one repository.</summary>
    /// <param name="rules">The rules of the sweep.</param>
    /// <param name="index">The version of <c>index.json</c> before the sweep.</param>
    /// <param name="began">The timestamp of the start.</param>
    internal sealed class Sweep(CollectionRules rules, StoredObject index, long began)
    {
        private volatile bool _hasFoundNothing;

        internal CollectionRules Rules => rules;

        internal StoredObject Index => index;

        internal long Began => began;

        /// <summary>Indicates whether nothing was removed, and nothing becomes removable by age alone.</summary>
        internal bool HasFoundNothing
        {
            get => _hasFoundNothing;
            set => _hasFoundNothing = value;
        }
    }
}
