using Zot.Registry;
using Zot.Storage.Drivers;
using Zot.Storage.Indexing;
using Zot.Storage.Manifests;

namespace Zot.Storage.Backup;

/// <summary>Backs up one repository while clients may be changing it.</summary>
/// <remarks>
/// 1. Read a snapshot of the index.
/// 2. Copy all blobs. The content that a manifest needs is stored before it, and removed only after it.
/// 3. If content is missing, its manifest was deleted meanwhile: start again. If the same content was missing before,
///    report it.
/// 4. Write the index last: data first, then the names.
/// </remarks>
internal sealed class RepositoryBackup(
    RepositoryName repository, IStorageDriver source, IStorageDriver target, BlobCopier blobs)
{
    // In each attempt, a client has deleted content while it was being copied.
    private const int MaxAttempts = 20;

    /// <summary>Backs up the repository; <see langword="null"/> if it no longer exists.</summary>
    internal async ValueTask<BackedUpRepository?> RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> before = [];
        for (var attempt = 1; ; attempt++)
        {
            // 1.
            if (await SourceFaultException.ReadAsync(
                $"the index of the repository '{repository}'",
                () => IndexSnapshot.ReadAsync(source, repository, cancellationToken)) is not { } index)
            {
                return null;
            }

            // 2.
            await CopyAllAsync(cancellationToken);

            // 3.
            var missing = await FindMissingAsync(index, cancellationToken);
            if (missing.Count == 0 || missing.SequenceEqual(before, StringComparer.Ordinal) || attempt == MaxAttempts)
            {
                // 4.
                await WriteAsync(index, cancellationToken);
                var (count, bytes) = blobs.TakeCount();
                return new BackedUpRepository(repository.ToString(), index.Manifests.Count, count, bytes, missing);
            }

            before = missing;
        }
    }

    private async ValueTask CopyAllAsync(CancellationToken cancellationToken)
    {
        foreach (var algorithm in DigestAlgorithm.All)
        {
            var directory = ImageLayout.Blobs(repository, algorithm);
            foreach (var child in await SourceFaultException.ReadAsync(
                directory.ToString(), () => source.ListAsync(directory, cancellationToken)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!child.HasChildren && Digest.TryParse($"{algorithm.Name}:{child.Name}", out var digest))
                {
                    await blobs.CopyAsync(source, repository, digest, cancellationToken);
                }
            }
        }
    }

    private async ValueTask<IReadOnlyList<string>> FindMissingAsync(
        RepositoryIndex index, CancellationToken cancellationToken)
    {
        List<string> missing = [];
        foreach (var manifest in index.Manifests.Values.OrderBy(static manifest => manifest.Order))
        {
            var digest = manifest.Descriptor.Digest;
            if (!await blobs.CopyAsync(source, repository, digest, cancellationToken))
            {
                missing.Add($"{repository}@{digest}: the manifest is missing, damaged or unreadable");
                continue;
            }

            foreach (var needed in await NeededAsync(manifest.Descriptor, cancellationToken))
            {
                if (!await blobs.CopyAsync(source, repository, needed.Digest, cancellationToken))
                {
                    missing.Add(
                        $"{repository}@{digest}: the referenced {needed.Digest} is missing, damaged or unreadable");
                }
            }
        }

        return missing;
    }

    private async ValueTask<IEnumerable<Descriptor>> NeededAsync(
        Descriptor manifest, CancellationToken cancellationToken)
    {
        if (!MediaTypes.IsManifest(manifest.MediaType)
            || await target.StatAsync(
                ImageLayout.Blob(repository, manifest.Digest),
                cancellationToken) is not { Length: <= ManifestPush.MaxContentLength }
            || await target.ReadAsync(
                ImageLayout.Blob(repository, manifest.Digest), cancellationToken) is not { } content)
        {
            return [];
        }

        try
        {
            return ReferenceCheck.Needed(Manifest.Parse(manifest.MediaType, content));
        }
        catch (RegistryException)
        {
            // An invalid manifest references nothing; it is kept as it is.
            return [];
        }
    }

    private async ValueTask WriteAsync(RepositoryIndex index, CancellationToken cancellationToken)
    {
        await target.FlushAsync(cancellationToken);
        await target.CreateDirectoryAsync(ImageLayout.Blobs(repository), durable: true, cancellationToken);
        using var content = IndexFile.Write(index);
        await target.WriteAsync(
            ImageLayout.Index(repository), content.Written,
            ImageLayout.Staging(repository), durable: true, cancellationToken);
        await target.DeleteAsync(ImageLayout.Journal(repository), cancellationToken);
        await target.WriteAsync(
            ImageLayout.Layout(repository), ImageLayout.LayoutMarker,
            ImageLayout.Staging(repository), durable: true, cancellationToken);
    }
}
