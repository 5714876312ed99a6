#if EXT_SYNC
using System.Text.Json;
using Zot.Metadata;
using Zot.Metadata.Queries;
using Zot.Registry;

namespace Zot.Extensions.Sync.Copying;

/// <summary>
/// Stores the upstream digests of local manifests in the metadata index, so that they survive a restart.
/// </summary>
/// <remarks>Without an index, or if it fails, images are compared more often than necessary.</remarks>
/// <param name="metadata">The index, if there is one.</param>
/// <param name="time">The clock.</param>
internal sealed class SyncFacts(IMetadataQueries? metadata, TimeProvider time)
{
    private const string Kind = "sync";

    /// <summary>Finds the fact about a manifest.</summary>
    public async ValueTask<SyncFact?> FindAsync(RepositoryName repository, Digest manifest, CancellationToken stop)
    {
        try
        {
            return metadata is not null
                && (await metadata.GetFactsAsync(repository, manifest, stop)).TryGetValue(Kind, out var json)
                ? SyncFact.Parse(json)
                : null;
        }
        catch (Exception cause) when (cause is MetadataStoreException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Records that a manifest was copied, or compared by a tag, and is up to date.</summary>
    public async ValueTask RecordAsync(
        RepositoryName repository, Digest manifest, Digest upstream, Tag? tag, CancellationToken stop)
    {
        // Nothing to remember: the digest is the same.
        if (manifest == upstream && tag is null)
        {
            return;
        }

        var fact = (await FindAsync(repository, manifest, stop) ?? new SyncFact(upstream)) with { Upstream = upstream };
        fact = tag is { } named ? fact.WithChecked(named, time.GetUtcNow()) : fact;
        await StoreAsync(repository, manifest, fact, stop);
    }

    /// <summary>Stores the fact about a manifest.</summary>
    public async ValueTask StoreAsync(RepositoryName repository, Digest manifest, SyncFact fact, CancellationToken stop)
    {
        try
        {
            if (metadata is not null)
            {
                await metadata.SetFactAsync(repository, manifest, Kind, fact.ToJson(), stop);
            }
        }
        catch (MetadataStoreException)
        {
            // The index reports its failures; the next pull compares again.
        }
    }
}
#endif
