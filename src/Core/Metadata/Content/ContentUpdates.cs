using Zot.Metadata.Sqlite;
using Zot.Registry;

namespace Zot.Metadata.Content;

/// <summary>Finds out what is to be written of repositories.</summary>
internal sealed class ContentUpdates(ManifestDetailsReader details, ContentTables tables, TimeProvider time)
{
    /// <summary>All of a repository; manifests that the index has are not read again.</summary>
    internal async Task<ContentUpdate> WholeAsync(RepositoryName repository, IRepositoryListing listing, CancellationToken cancellationToken)
    {
        // Nobody has seen these tags made: they are as old as the index.json that has them, at the least.
        var update = new ContentUpdate(repository, listing.Version)
        {
            IsWhole = true,
            Tagged = listing.Modified,
            Kept = [.. listing.Manifests.Select(static manifest => manifest.Digest)],
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

    /// <summary>What has changed of a repository, as it is now.</summary>
    internal async Task<ContentUpdate> ChangedAsync(
        RepositoryName repository, IRepositoryListing listing, RepositoryChanges changes, CancellationToken cancellationToken)
    {
        var update = new ContentUpdate(repository, changes.Version) { Tagged = time.GetUtcNow() };
        foreach (var tag in changes.Tags)
        {
            update.Tags[tag] = listing.FindTag(tag);
        }

        // What a tag has pointed to may have gone with it.
        foreach (var digest in changes.Manifests.Union(tables.FindManifests(repository, changes.Tags)))
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
        if (!tables.IsRead(update.Repository, manifest.Digest))
        {
            update.Added[manifest] = await details.ReadAsync(update.Repository, manifest, cancellationToken);
        }
    }
}
