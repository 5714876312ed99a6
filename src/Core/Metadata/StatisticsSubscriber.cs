using Zot.Registry;

namespace Zot.Metadata;

/// <summary>Records the pushes, deletions and pulls of clients in the metadata index.</summary>
public sealed class StatisticsSubscriber(IMetadataIndex index)
{
    /// <summary>Records a push or a deletion.</summary>
    public void Handle(in ContentChange change)
    {
        switch (change)
        {
            case { Kind: ContentChangeKind.ManifestPushed, Manifest: { } pushed, IsTaggedAnew: true }:
                index.NoteTagging(change.Repository, pushed, change.Caller?.User);
                break;
            case { Kind: ContentChangeKind.ManifestPushed, Manifest: { } pushed }:
                index.NotePush(change.Repository, pushed, change.Caller?.User);
                break;
            case { Kind: ContentChangeKind.ManifestDeleted, Manifest: { } deleted }:
                index.NoteDeletion(change.Repository, deleted);
                break;
        }
    }

    /// <summary>
    /// Records a response as a pull, if it is one: a manifest that a client reads, or has read and confirms to be
    /// current.
    /// </summary>
    public void Handle(in ContentPull pull)
    {
        if (pull is { Manifest: not null, IsHead: false })
        {
            index.NotePull(pull.Repository, pull.Content.Digest);
        }
    }
}
