using Zot.Registry;
using Zot.Storage.Collection;
using Zot.Storage.Indexing;
using Zot.Storage.Repositories;

namespace Zot.Storage.Retention;

/// <summary>Removes the tags that a policy does not keep.</summary>
internal static class TagCollector
{
    /// <summary>
    /// Removes the tags, except tags that have been moved since, and tags of signatures whose subject exists.
    /// </summary>
    internal static async ValueTask RemoveAsync(
        Repository repository, IEnumerable<RetentionDecision> decisions, CancellationToken cancellationToken)
    {
        foreach (var some in decisions.Where(static decision => !decision.IsKept).Chunk(CollectorLock.Removals))
        {
            if (await repository.BeginWriteAsync(cancellationToken, isSweep: true) is not { } turn)
            {
                return;
            }

            using (turn)
            {
                foreach (var decision in some)
                {
                    if (turn.Index.Tagged.TryGetValue(decision.Tag!, out var entry)
                        && entry.Descriptor.Digest == decision.Manifest.Digest
                        && SubjectTag.TryParse(decision.Tag!)?.FindIn(turn.Index, entry.Descriptor.Digest) is null)
                    {
                        await turn.RemoveTagAsync(Tag.Parse(decision.Tag!));
                    }
                }
            }
        }
    }

    /// <summary>Returns the index without these tags.</summary>
    internal static RepositoryIndex Without(RepositoryIndex index, IEnumerable<RetentionDecision> decisions)
    {
        var editor = new IndexEditor(index);
        foreach (var decision in decisions.Where(static decision => !decision.IsKept))
        {
            editor.RemoveTag(decision.Tag!);
        }

        return editor.ToIndex();
    }
}
