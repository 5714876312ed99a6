using Microsoft.Extensions.Logging;
using Zot.Registry;
using Zot.Storage.Drivers;
using Zot.Storage.Graph;

namespace Zot.Storage.Blobs;

/// <summary>The blobs of a store.</summary>
internal sealed partial class BlobStore(
    StoreContext store,
    Repositories repositories,
    VerifiedContent content,
    VerifiedFiles verified,
    BlobPool pool,
    DisputedBlobs disputed,
    AsyncLocks<(RepositoryName, Digest)> locks)
{
    private readonly ILogger _logger = store.Loggers.CreateLogger<BlobStore>();

    /// <summary>A blob that is here and whole.</summary>
    internal async ValueTask<Descriptor?> FindAsync(RepositoryName name, Digest digest, CancellationToken cancellationToken)
    {
        if (await repositories.FindAsync(name, cancellationToken) is not { } repository
            || await store.Driver.StatAsync(ImageLayout.Blob(name, digest), cancellationToken) is not { } file)
        {
            return null;
        }

        var graph = await repository.Graph.GetQuicklyAsync(cancellationToken);
        return await DescribeAsync(repository, graph, digest, file, cancellationToken);
    }

    /// <summary>Opens a blob that is here and whole.</summary>
    internal async ValueTask<BlobContent?> OpenAsync(RepositoryName name, Digest digest, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, digest, cancellationToken) is not { } descriptor)
        {
            return null;
        }

        if (descriptor.Size <= VerifiedContent.MaxCachedLength)
        {
            return await content.GetAsync(name, digest, cancellationToken) is { } bytes
                ? new CachedBlob(descriptor with { Size = bytes.Length }, bytes)
                : null;
        }

        return await store.Driver.OpenAsync(ImageLayout.Blob(name, digest), cancellationToken) is { } opened
            ? new StoredBlob(descriptor with { Size = opened.Length }, opened)
            : null;
    }

    /// <summary>Makes an upload, whose bytes have this digest and length, a blob of a repository.</summary>
    /// <returns>The blob; <see langword="null"/> when the upload is gone.</returns>
    internal async ValueTask<Descriptor?> PlaceAsync(
        RepositoryName name, Digest digest, StorageKey upload, long length, CancellationToken cancellationToken)
    {
        await pool.VerifyAsync(digest, cancellationToken);

        // The collector may be about to remove what is here: not while it is replaced.
        using var alone = await locks.EnterAsync((name, digest), cancellationToken);
        var blob = ImageLayout.Blob(name, digest);
        var before = await store.Driver.StatAsync(blob, cancellationToken);
        if (before is null && await pool.TryTakeAsync(digest, blob, cancellationToken))
        {
            await store.Driver.DeleteAsync(upload, cancellationToken);
        }
        else
        {
            // What is here already is replaced: its bytes may be damaged, these are not.
            if (!await store.Driver.MoveAsync(upload, blob, store.Durable, cancellationToken))
            {
                return null;
            }

            // Its last byte may have come long ago.
            await store.Driver.TouchAsync(blob, cancellationToken);
            await pool.PutAsync(digest, blob, cancellationToken);
            await verified.RememberAsync(blob, digest, cancellationToken);
        }

        store.Changes.Tell(name, digest, before?.Length ?? 0, length);
        content.Drop(name, digest);
        return new Descriptor(MediaTypes.OctetStream, digest, length);
    }

    /// <summary>Deletes a blob that no manifest names.</summary>
    internal async ValueTask<bool> DeleteAsync(RepositoryName name, Digest digest, CancellationToken cancellationToken)
    {
        while (await repositories.FindAsync(name, cancellationToken) is { } repository)
        {
            await repository.Graph.GetAsync(cancellationToken);
            if (await repository.BeginWriteAsync(cancellationToken) is not { } turn)
            {
                continue;
            }

            using (turn)
            {
                if (repository.Graph.Current is not { } graph)
                {
                    continue;
                }

                if (turn.Index.Manifests.ContainsKey(digest) || graph.FindBlob(digest) is not null || graph.IsListed(digest))
                {
                    throw RegistryError.StillReferenced.With("digest", digest, "a manifest of the repository needs it");
                }

                store.RequireWritable();
                turn.CountDeletion();
                return await RemoveAsync(name, digest, cancellationToken);
            }
        }

        return false;
    }

    /// <summary>Deletes the bytes, for who has the repository's turn and knows that they are not needed.</summary>
    internal async ValueTask<bool> RemoveAsync(RepositoryName name, Digest digest, CancellationToken cancellationToken)
    {
        content.Drop(name, digest);
        var blob = ImageLayout.Blob(name, digest);
        var before = store.Changes.IsHeard ? await store.Driver.StatAsync(blob, cancellationToken) : null;
        var wasHere = await store.Driver.DeleteAsync(blob, cancellationToken);
        store.Changes.Tell(name, digest, before?.Length ?? 0, after: 0);
        await pool.ReleaseAsync(digest, cancellationToken);
        return wasHere;
    }

    private async ValueTask<Descriptor?> DescribeAsync(
        Repository repository, ManifestGraph? graph, Digest digest, StoredObject file, CancellationToken cancellationToken)
    {
        var (mediaType, isConfirmed) = (MediaTypes.OctetStream, true);
        if (repository.Index.Manifests.TryGetValue(digest, out var manifest))
        {
            (mediaType, isConfirmed) = (manifest.Descriptor.MediaType, manifest.Descriptor.Size == file.Length);
        }
        else if (graph?.FindBlob(digest) is { } use)
        {
            (mediaType, isConfirmed) = (use.MediaType, use.HasSize(file.Length));
        }

        // Either the file is damaged, or what names it is wrong: a client may name a blob with any size before it exists.
        if (!isConfirmed && !await disputed.IsWholeAsync(repository.Name, digest, file, cancellationToken))
        {
            LogWrongSize(digest.ToString(), repository.Name.ToString(), file.Length);
            return null;
        }

        return new Descriptor(mediaType, digest, file.Length);
    }

    [LoggerMessage(4008, LogLevel.Warning, "blob has another size than its manifests say and other content than its digest, it is treated as absent until it is pushed again: {Digest} in {Repository} has {Length} bytes")]
    private partial void LogWrongSize(string digest, string repository, long length);
}
