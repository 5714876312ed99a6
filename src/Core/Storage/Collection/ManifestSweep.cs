using Zot.Registry;
using Zot.Storage.Graph;
using Zot.Storage.Indexing;
using Zot.Storage.Locking;
using Zot.Storage.Repositories;
using Zot.Storage.Retention;

namespace Zot.Storage.Collection;

/// <summary>Removes the tags and manifests of a repository that its rules do not keep.</summary>
/// <remarks>
/// 1. Remove the tags that the policy does not keep.
/// 2. Remove the unreferenced manifests.
/// 3. Remove the tags of signatures whose subject was removed in step 2, and repeat step 2 for their manifests.
/// In a dry run the same steps change a copy of the index.
/// </remarks>
internal sealed class ManifestSweep(StoreContext store, AsyncLocks<(RepositoryName, Digest)> locks)
{
    private readonly RetentionLog _decisions = new(store.Loggers);
    private readonly StaleManifests _stale = new(store);

    /// <summary>Removes the tags and manifests; in a dry run, finds those that would be removed.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="judged">The tags and manifests at the time the facts were read.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="facts">The push and pull times of the manifests.</param>
    /// <param name="cancellationToken">Cancels the sweep.</param>
    internal async ValueTask<SweptManifests> RunAsync(
        Repository repository,
        RepositoryIndex judged,
        CollectionRules rules,
        RetentionFacts facts,
        CancellationToken cancellationToken)
    {
        // 1.
        var decisions = new TagRetention(rules.KeepTags).Decide(repository.Name, judged, facts).ToList();
        var index = await RemoveTagsAsync(repository, repository.Index, decisions, rules, cancellationToken);
        var graph = await repository.Graph.GetInBackgroundAsync(cancellationToken);
        var untagged =
            rules.KeepUntagged is { } keep ? new UntaggedRetention(repository.Name, keep, index, graph, facts) : null;
        _decisions.Log(untagged?.Decisions ?? [], rules.IsDryRun);
        decisions.AddRange(untagged?.Decisions ?? []);

        HashSet<Digest> orphans = [];
        HashSet<string> ended = new(StringComparer.Ordinal);
        List<Digest> removed = [];
        var hasYoungOrphans = false;
        while (true)
        {
            // 2.
            graph = await repository.Graph.GetInBackgroundAsync(cancellationToken);
            var (stale, areSomeYoung) =
                await _stale.FindAsync(repository.Name, index, graph, rules, untagged, orphans, cancellationToken);
            removed.AddRange(rules.IsDryRun
                ? stale.Except(removed)
                : await RemoveAsync(repository, stale, orphans, rules, cancellationToken));

            // 3.
            List<RetentionDecision> orphaned = [.. (await SubjectTags.FindAsync(
                repository.Name, index, removed.ToHashSet(), rules, IsOldAsync))
                .Where(decision => ended.Add(decision.Tag!))];
            if (orphaned.Count == 0)
            {
                return new SweptManifests(decisions, removed, index, areSomeYoung || hasYoungOrphans);
            }

            decisions.RemoveAll(decision => decision.Tag is { } tag && orphaned.Exists(end => end.Tag == tag));
            decisions.AddRange(orphaned);
            orphans.UnionWith(orphaned.Select(static decision => decision.Manifest.Digest));
            index = await RemoveTagsAsync(repository, index, orphaned, rules, cancellationToken);
        }

        async ValueTask<bool> IsOldAsync(Digest digest)
        {
            var isOld = await _stale.IsOldAsync(repository.Name, digest, rules, cancellationToken);
            hasYoungOrphans |= !isOld;
            return isOld;
        }
    }

    private async ValueTask<RepositoryIndex> RemoveTagsAsync(
        Repository repository,
        RepositoryIndex index,
        IReadOnlyList<RetentionDecision> decisions,
        CollectionRules rules,
        CancellationToken cancellationToken)
    {
        _decisions.Log(decisions, rules.IsDryRun);
        if (rules.IsDryRun)
        {
            return TagCollector.Without(index, decisions);
        }

        await TagCollector.RemoveAsync(repository, decisions, cancellationToken);
        return repository.Index;
    }

    private async ValueTask<List<Digest>> RemoveAsync(
        Repository repository,
        IReadOnlyList<Digest> stale,
        HashSet<Digest> orphans,
        CollectionRules rules,
        CancellationToken cancellationToken)
    {
        List<Digest> removed = [];
        foreach (var some in stale.Chunk(CollectorLock.Removals))
        {
            if (await CollectorLock.EnterAsync(repository, cancellationToken) is not var (turn, graph))
            {
                break;
            }

            using (turn)
            {
                turn.CountDeletion();
                foreach (var digest in some)
                {
                    // Since the search, it may have been tagged, listed by an image index, pushed again, or renewed.
                    using var alone = await locks.EnterAsync((repository.Name, digest), cancellationToken);
                    if (MayGo(turn.Index, graph, digest, orphans)
                        && await _stale.IsOldAsync(repository.Name, digest, rules, cancellationToken))
                    {
                        await turn.DeleteAsync(digest);
                        graph.Remove(digest);
                        removed.Add(digest);
                    }
                }
            }
        }

        return removed;
    }

    private static bool MayGo(RepositoryIndex index, ManifestGraph graph, Digest digest, HashSet<Digest> orphans)
    {
        if (!index.Manifests.TryGetValue(digest, out var manifest) || graph.IsListed(digest))
        {
            return false;
        }

        var isUntagged = index.Untagged.ContainsKey(digest) && manifest.Entries == 1;
        return graph.SubjectOf(digest) is { } subject
            ? !index.Manifests.ContainsKey(subject) || (isUntagged && orphans.Contains(digest))
            : isUntagged;
    }
}
