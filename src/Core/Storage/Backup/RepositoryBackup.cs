using Zot.Registry;
using Zot.Storage.Drivers;
using Zot.Storage.Indexing;
using Zot.Storage.Manifests;

namespace Zot.Storage.Backup;

/// <summary>Backs up one repository, while clients change it.</summary>
/// <remarks>
/// 1. Read which manifests there are: the index, as of one moment.
/// 2. Copy what lies there. Whatever those manifests need was there before them, and goes only after they have.
/// 3. Something of them is missing: they have been deleted meanwhile. Begin again; or it was missing before, and is told of.
/// 4. When all is there, write the index: data first, then the name.
/// </remarks>
internal sealed class RepositoryBackup(RepositoryName repository, IStorageDriver source, IStorageDriver target, BlobCopier blobs)
{
    // Each time around, somebody has deleted what was just being copied.
    private const int MaxAttempts = 20;

    /// <summary>Backs it up; <see langword="null"/> when it is gone.</summary>
    internal async ValueTask<BackedUpRepository?> RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> before = [];
        for (var attempt = 1; ; attempt++)
        {
            // 1.
            if (await SourceFaultException.ReadAsync(
                $"the index of the repository '{repository}'", () => IndexSnapshot.ReadAsync(source, repository, cancellationToken)) is not { } index)
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

    private async ValueTask<IReadOnlyList<string>> FindMissingAsync(RepositoryIndex index, CancellationToken cancellationToken)
    {
        List<string> missing = [];
        foreach (var manifest in index.Manifests.Values.OrderBy(static manifest => manifest.Order))
        {
            var digest = manifest.Descriptor.Digest;
            if (!await blobs.CopyAsync(source, repository, digest, cancellationToken))
            {
                missing.Add($"{repository}@{digest}: the manifest is missing, damaged or cannot be read");
                continue;
            }

            foreach (var needed in await NeededAsync(manifest.Descriptor, cancellationToken))
            {
                if (!await blobs.CopyAsync(source, repository, needed.Digest, cancellationToken))
                {
                    missing.Add($"{repository}@{digest}: {needed.Digest}, which it needs, is missing, damaged or cannot be read");
                }
            }
        }

        return missing;
    }

    private async ValueTask<IEnumerable<Descriptor>> NeededAsync(Descriptor manifest, CancellationToken cancellationToken)
    {
        if (!MediaTypes.IsManifest(manifest.MediaType)
            || await target.StatAsync(ImageLayout.Blob(repository, manifest.Digest), cancellationToken) is not { Length: <= ManifestPush.MaxContentLength }
            || await target.ReadAsync(ImageLayout.Blob(repository, manifest.Digest), cancellationToken) is not { } content)
        {
            return [];
        }

        try
        {
            return ReferenceCheck.Needed(Manifest.Parse(manifest.MediaType, content));
        }
        catch (RegistryException)
        {
            // What nobody can read needs nothing; it is kept as it is.
            return [];
        }
    }

    private async ValueTask WriteAsync(RepositoryIndex index, CancellationToken cancellationToken)
    {
        await target.FlushAsync(cancellationToken);
        await target.CreatePlaceAsync(ImageLayout.Blobs(repository), durable: true, cancellationToken);
        using var content = IndexFile.Write(index);
        await target.WriteAsync(
            ImageLayout.Index(repository), content.Written, ImageLayout.Staging(repository), durable: true, cancellationToken);
        await target.DeleteAsync(ImageLayout.Journal(repository), cancellationToken);
        await target.WriteAsync(
            ImageLayout.Layout(repository), ImageLayout.LayoutMarker, ImageLayout.Staging(repository), durable: true, cancellationToken);
    }
}
