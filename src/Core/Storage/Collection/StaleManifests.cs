using Zot.Registry;
using Zot.Storage.Graph;
using Zot.Storage.Indexing;
using Zot.Storage.Retention;

namespace Zot.Storage.Collection;

/// <summary>Finds the stale manifests of a repository.</summary>
internal sealed class StaleManifests(StoreContext store)
{
    /// <summary>
    /// Finds untagged manifests that no image index lists, and manifests whose subject is missing, as far as the rules
    /// allow their removal. An image index precedes the manifests it lists.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="index">The tags and manifests.</param>
    /// <param name="graph">The references of the manifests.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="untagged">The policy for untagged manifests; <see langword="null"/> keeps none.</param>
    /// <param name="orphans">Manifests that lost their tag with their subject: no other rule keeps them.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The stale manifests, and whether there are more that are too young.</returns>
    internal async ValueTask<(IReadOnlyList<Digest> Stale, bool AreSomeYoung)> FindAsync(
        RepositoryName repository,
        RepositoryIndex index,
        ManifestGraph graph,
        CollectionRules rules,
        UntaggedRetention? untagged,
        IReadOnlySet<Digest> orphans,
        CancellationToken cancellationToken)
    {
        HashSet<Digest> gone = [];
        List<Digest> order = [];
        Dictionary<Digest, int> unlisted = [];
        var (isChanging, areSomeYoung) = (true, false);
        while (isChanging)
        {
            (isChanging, areSomeYoung) = (false, false);
            foreach (var (digest, manifest) in index.Manifests)
            {
                if (gone.Contains(digest)
                    || !MediaTypes.IsManifest(manifest.Descriptor.MediaType)
                    || !graph.Contains(digest)
                    || !MayGo(digest))
                {
                    continue;
                }

                if (!await IsOldAsync(repository, digest, rules, cancellationToken))
                {
                    areSomeYoung = true;
                    continue;
                }

                gone.Add(digest);
                order.Add(digest);
                isChanging = true;
                foreach (var listed in graph.ListedBy(digest))
                {
                    unlisted[listed] = unlisted.GetValueOrDefault(listed) + 1;
                }
            }
        }

        return (order, areSomeYoung);

        bool MayGo(Digest digest)
        {
            if (graph.TimesListed(digest) > unlisted.GetValueOrDefault(digest))
            {
                return false;
            }

            var isUntagged = index.Untagged.ContainsKey(digest) && index.Manifests[digest].Entries == 1;
            if (isUntagged && orphans.Contains(digest))
            {
                return true;
            }

            return graph.SubjectOf(digest) is { } subject
                ? rules.DeletesReferrers && (!index.Manifests.ContainsKey(subject) || gone.Contains(subject))
                : rules.DeletesUntagged && isUntagged && untagged?.Keeps(digest) != true;
        }
    }

    /// <summary>Returns whether a manifest is old enough to be removed.</summary>
    internal async ValueTask<bool> IsOldAsync(
        RepositoryName repository, Digest digest, CollectionRules rules, CancellationToken cancellationToken) =>
        await store.Driver.StatAsync(ImageLayout.Blob(repository, digest), cancellationToken) is { } file
            && file.Modified < store.Time.GetUtcNow() - rules.ManifestAge;
}
