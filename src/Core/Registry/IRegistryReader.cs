namespace Zot.Registry;

/// <summary>The pull operations of a registry.</summary>
public interface IRegistryReader
{
    /// <summary>Returns the current tags and manifests of a repository, without reading their content.</summary>
    /// <returns>The snapshot; <see langword="null"/> if the repository does not exist.</returns>
    ValueTask<IRepositoryState?> FindStateAsync(RepositoryName repository, CancellationToken cancellationToken);

    /// <summary>Opens a blob (end-2).</summary>
    /// <returns>The blob, which the caller disposes; <see langword="null"/> if it does not exist.</returns>
    ValueTask<BlobContent?> OpenBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken);

    /// <summary>Finds a blob. A blob whose size differs from the size in its manifests counts as missing.</summary>
    /// <returns>The descriptor; <see langword="null"/> if the blob does not exist.</returns>
    ValueTask<Descriptor?> FindBlobAsync(RepositoryName repository, Digest digest, CancellationToken cancellationToken);

    /// <summary>Reads a manifest (end-3).</summary>
    /// <returns>The manifest; <see langword="null"/> if it does not exist.</returns>
    ValueTask<ManifestContent?> GetManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken);

    /// <summary>Finds a manifest.</summary>
    /// <returns>The descriptor; <see langword="null"/> if the manifest does not exist.</returns>
    ValueTask<Descriptor?> FindManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken);
}
