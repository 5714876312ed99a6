namespace Zot.Registry;

/// <summary>Pulling.</summary>
public interface IRegistryReader
{
    /// <summary>Opens a blob (end-2).</summary>
    /// <returns>The blob, which the caller disposes; <see langword="null"/> when there is none.</returns>
    ValueTask<BlobContent?> OpenBlobAsync(RepositoryName repository, Digest digest, CancellationToken cancellationToken);

    /// <summary>Looks whether a blob is here, and whole: one of another size than its manifests say is absent.</summary>
    /// <returns>Its descriptor; <see langword="null"/> when there is none.</returns>
    ValueTask<Descriptor?> FindBlobAsync(RepositoryName repository, Digest digest, CancellationToken cancellationToken);

    /// <summary>Reads a manifest (end-3).</summary>
    /// <returns>The manifest; <see langword="null"/> when there is none.</returns>
    ValueTask<ManifestContent?> GetManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken);

    /// <summary>Looks whether a manifest is here.</summary>
    /// <returns>Its descriptor; <see langword="null"/> when there is none.</returns>
    ValueTask<Descriptor?> FindManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken);
}
