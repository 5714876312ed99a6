using Zot.Registry;
using Zot.Storage.Graph;
using Zot.Storage.Indexing;
using Zot.Storage.Retention;

namespace Zot.Storage.Collection;

/// <summary>Finds the manifests that a repository no longer needs.</summary>
internal sealed class StaleManifests(StoreContext store)
{
    /// <summary>
    /// Those without tag that no image index lists, and those whose subject is gone, as far as the rules say so. An image
    /// index comes before what it lists.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="index">Its tags and manifests.</param>
    /// <param name="graph">What the manifests name.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="untagged">Keeps some of those without tag; <see langword="null"/> keeps none.</param>
    /// <param name="orphans">Manifests that lost their tag with their subject: no other rule keeps them.</param>
    /// <param name="cancellationToken">The caller.</param>
    /// <returns>Which they are, and whether there are more that are too young yet.</returns>
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

    /// <summary>Whether a manifest is old enough to go.</summary>
    internal async ValueTask<bool> IsOldAsync(
        RepositoryName repository, Digest digest, CollectionRules rules, CancellationToken cancellationToken) =>
        await store.Driver.StatAsync(ImageLayout.Blob(repository, digest), cancellationToken) is { } file
            && file.Modified < store.Time.GetUtcNow() - rules.ManifestAge;
}
