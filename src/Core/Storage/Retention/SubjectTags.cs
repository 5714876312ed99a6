using Zot.Registry;
using Zot.Storage.Collection;
using Zot.Storage.Indexing;

namespace Zot.Storage.Retention;

/// <summary>Finds the tags whose subject is removed or missing.</summary>
internal static class SubjectTags
{
    private const string SubjectRemoved = "removed with its subject";
    private const string SubjectMissing = "its subject is missing";

    /// <summary>
    /// Finds the tags whose subject this sweep removes; with <c>deleteReferrers</c> also those whose subject was
    /// missing before, if they are old enough: a client may push a signature before its image.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="index">The tags and manifests.</param>
    /// <param name="removed">The manifests that this sweep removes.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="isOld">Returns whether a manifest is old enough.</param>
    internal static async ValueTask<IReadOnlyList<RetentionDecision>> FindAsync(
        RepositoryName repository,
        RepositoryIndex index,
        IReadOnlySet<Digest> removed,
        CollectionRules rules,
        Func<Digest, ValueTask<bool>> isOld)
    {
        if (rules is { KeepTags.Count: 0, DeletesReferrers: false })
        {
            return [];
        }

        List<RetentionDecision> found = [];
        foreach (var name in index.Tags)
        {
            if (SubjectTag.TryParse(name) is not { } tag)
            {
                continue;
            }

            var manifest = index.Tagged[name].Descriptor;
            if (tag.IsFor(removed))
            {
                found.Add(
                    new RetentionDecision(repository, manifest, name, Known: null, IsKept: false, SubjectRemoved));
            }
            else if (rules.DeletesReferrers
                && tag.FindIn(index, manifest.Digest) is null
                && await isOld(manifest.Digest))
            {
                found.Add(
                    new RetentionDecision(repository, manifest, name, Known: null, IsKept: false, SubjectMissing));
            }
        }

        return found;
    }
}
