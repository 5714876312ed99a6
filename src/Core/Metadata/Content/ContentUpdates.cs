using Zot.Registry;

namespace Zot.Metadata.Content;

/// <summary>Computes the updates of repositories.</summary>
internal sealed class ContentUpdates(ManifestRecordReader records, IMetadataStore store, TimeProvider time)
{
    /// <summary>
    /// Creates an update with the complete content of a repository; manifests in the index are not read again.
    /// </summary>
    internal async Task<ContentUpdate> WholeAsync(
        RepositoryName repository, IRepositoryListing listing, CancellationToken cancellationToken)
    {
        // The creation of these tags was not observed: they are at least as old as the index.json that contains them.
        var update = new ContentUpdate(repository, listing.Version)
        {
            IsWhole = true,
            Tagged = listing.Modified,
            Kept = listing.Manifests.Select(static manifest => manifest.Digest).ToHashSet(),
        };
        foreach (var (tag, manifest) in listing.Tags)
        {
            update.Tags[tag] = manifest;
        }

        foreach (var manifest in listing.Manifests)
        {
            await AddAsync(update, manifest, cancellationToken);
        }

        return update;
    }

    /// <summary>Creates an update with the current state of the changed objects.</summary>
    internal async Task<ContentUpdate> ChangedAsync(
        RepositoryName repository,
        IRepositoryListing listing,
        RepositoryChanges changes,
        CancellationToken cancellationToken)
    {
        var update = new ContentUpdate(repository, changes.Version) { Tagged = time.GetUtcNow() };
        foreach (var tag in changes.Tags)
        {
            update.Tags[tag] = listing.FindTag(tag);
        }

        // The manifest that a tag pointed to may have been deleted with the tag.
        foreach (var digest
            in changes.Manifests.Union(await store.FindManifestsAsync(repository, changes.Tags, cancellationToken)))
        {
            if (listing.FindManifest(digest) is { } manifest)
            {
                await AddAsync(update, manifest, cancellationToken);
            }
            else
            {
                update.Removed.Add(digest);
            }
        }

        return update;
    }

    private async Task AddAsync(ContentUpdate update, Descriptor manifest, CancellationToken cancellationToken)
    {
        if (!await store.IsReadAsync(update.Repository, manifest.Digest, cancellationToken))
        {
            update.Added.Add(await records.ReadAsync(update.Repository, manifest, cancellationToken));
        }
    }
}
