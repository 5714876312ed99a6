using System.Collections.Concurrent;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Collection;

/// <summary>The repositories in which a sweep found nothing that could ever go, unless somebody changes them: the next need not look.</summary>
/// <remarks>
/// In memory only, so that the first sweep after a start looks at all. Other tools are noticed when they change <c>index.json</c>;
/// for what they do besides, each repository is looked at once a day.
/// </remarks>
internal sealed class SettledRepositories(IStorageDriver driver, TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<RepositoryName, Sweep> _sweeps = [];

    /// <summary>Begins a sweep. Whatever changes the repository from here on makes the next one look.</summary>
    internal async ValueTask<Sweep?> BeginAsync(RepositoryName repository, CollectionRules rules, CancellationToken cancellationToken)
    {
        if (await driver.StatAsync(ImageLayout.Index(repository), cancellationToken) is not { } index)
        {
            return null;
        }

        var sweep = new Sweep(rules, index, time.GetTimestamp());
        _sweeps[repository] = sweep;
        return sweep;
    }

    /// <summary>Says that somebody changes a repository, or is about to, or has done so.</summary>
    internal void Touch(RepositoryName repository) => _sweeps.TryRemove(repository, out _);

    /// <summary>Whether a sweep by these rules would find nothing.</summary>
    internal async ValueTask<bool> ContainsAsync(RepositoryName repository, CollectionRules rules, CancellationToken cancellationToken) =>
        _sweeps.TryGetValue(repository, out var sweep)
        && sweep.HasFoundNothing
        && sweep.Rules == rules
        && time.GetElapsedTime(sweep.Began) < LookAgain
        && await driver.StatAsync(ImageLayout.Index(repository), cancellationToken) is { } index
        && index.IsSameVersionAs(sweep.Index);

    /// <summary>A sweep of one repository.</summary>
    /// <param name="rules">By which rules.</param>
    /// <param name="index"><c>index.json</c>, as it was before.</param>
    /// <param name="began">When it began, as a timestamp.</param>
    internal sealed class Sweep(CollectionRules rules, StoredObject index, long began)
    {
        private volatile bool _hasFoundNothing;

        internal CollectionRules Rules => rules;

        internal StoredObject Index => index;

        internal long Began => began;

        /// <summary>Whether nothing went, and nothing will for getting older.</summary>
        internal bool HasFoundNothing
        {
            get => _hasFoundNothing;
            set => _hasFoundNothing = value;
        }
    }
}
