using Microsoft.Extensions.Logging;
using Zot.Registry;
using Zot.Storage.Content;
using Zot.Storage.Drivers;
using Zot.Storage.Graph;
using Zot.Storage.Locking;
using Zot.Storage.Repositories;

namespace Zot.Storage.Blobs;

/// <summary>The blobs of a store.</summary>
internal sealed partial class BlobStore(
    StoreContext store,
    RepositoryMap repositories,
    VerifiedContent content,
    VerifiedFiles verified,
    BlobPool pool,
    DisputedBlobs disputed,
    AsyncLocks<(RepositoryName, Digest)> locks)
{
    private readonly ILogger _logger = store.Loggers.CreateLogger<BlobStore>();

    /// <summary>Returns the descriptor of a blob that exists and is whole.</summary>
    internal async ValueTask<Descriptor?> FindAsync(
        RepositoryName name, Digest digest, CancellationToken cancellationToken)
    {
        if (await repositories.FindAsync(name, cancellationToken) is not { } repository
            || await store.Driver.StatAsync(ImageLayout.Blob(name, digest), cancellationToken) is not { } file)
        {
            return null;
        }

        var graph = await repository.Graph.GetQuicklyAsync(cancellationToken);
        return await DescribeAsync(repository, graph, digest, file, cancellationToken);
    }

    /// <summary>Opens a blob that exists and is whole.</summary>
    internal async ValueTask<BlobContent?> OpenAsync(
        RepositoryName name, Digest digest, CancellationToken cancellationToken)
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

    /// <summary>Turns an upload, whose bytes have this digest and length, into a blob of a repository.</summary>
    /// <returns>The blob; <see langword="null"/> if the upload is missing.</returns>
    internal async ValueTask<Descriptor?> PlaceAsync(
        RepositoryName name,
        Digest digest,
        StorageKey upload,
        long length,
        CallContext? call,
        CancellationToken cancellationToken)
    {
        await pool.VerifyAsync(digest, cancellationToken);

        // Keeps the garbage collector from removing the existing blob while it is replaced.
        using var alone = await locks.EnterAsync((name, digest), cancellationToken);
        var blob = ImageLayout.Blob(name, digest);
        var before = await store.Driver.StatAsync(blob, cancellationToken);
        if (before is null && await pool.TryTakeAsync(digest, blob, cancellationToken))
        {
            await store.Driver.DeleteAsync(upload, cancellationToken);
        }
        else
        {
            // An existing blob is replaced: its bytes may be damaged, these are not.
            if (!await store.Driver.MoveAsync(upload, blob, store.Durable, cancellationToken))
            {
                return null;
            }

            // The last byte of the upload may have arrived long ago.
            await store.Driver.TouchAsync(blob, cancellationToken);
            await pool.PutAsync(digest, blob, cancellationToken);
            await verified.RememberAsync(blob, digest, cancellationToken);
        }

        store.Changes.Publish(new ContentChange(name, ContentChangeKind.BlobStored)
        {
            Blob = digest,
            Before = before?.Length ?? 0,
            After = length,
            Caller = call,
        });
        content.Drop(name, digest);
        return new Descriptor(MediaTypes.OctetStream, digest, length);
    }

    /// <summary>Deletes a blob that no manifest references.</summary>
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

                if (turn.Index.Manifests.ContainsKey(digest)
                    || graph.FindBlob(digest) is not null
                    || graph.IsListed(digest))
                {
                    throw RegistryError.StillReferenced.With(
                        "digest", digest, "a manifest of the repository references it");
                }

                store.RequireWritable();
                turn.CountDeletion();
                return await RemoveAsync(name, digest, cancellationToken);
            }
        }

        return false;
    }

    /// <summary>
    /// Deletes the bytes. Requires the repository's write lock, and that no manifest references them.
    /// </summary>
    internal async ValueTask<bool> RemoveAsync(RepositoryName name, Digest digest, CancellationToken cancellationToken)
    {
        content.Drop(name, digest);
        var blob = ImageLayout.Blob(name, digest);
        var before = await store.Driver.StatAsync(blob, cancellationToken);
        var wasHere = await store.Driver.DeleteAsync(blob, cancellationToken);
        store.Changes.Publish(
            new ContentChange(name, ContentChangeKind.BlobDeleted) { Blob = digest, Before = before?.Length ?? 0 });
        await pool.ReleaseAsync(digest, cancellationToken);
        return wasHere;
    }

    private async ValueTask<Descriptor?> DescribeAsync(
        Repository repository,
        ManifestGraph? graph,
        Digest digest,
        StoredObject file,
        CancellationToken cancellationToken)
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

        // Either the file is damaged, or the manifest is wrong: a client may push a manifest with any size before the
        // blob exists.
        if (!isConfirmed && !await disputed.IsWholeAsync(repository.Name, digest, file, cancellationToken))
        {
            LogWrongSize(digest.ToString(), repository.Name.ToString(), file.Length);
            return null;
        }

        return new Descriptor(mediaType, digest, file.Length);
    }

    [LoggerMessage(4008, LogLevel.Warning, "blob matches neither the size in its manifests nor its digest, "
        + "it is treated as missing until it is pushed again: {Digest} in {Repository} has {Length} bytes")]
    private partial void LogWrongSize(string digest, string repository, long length);
}
