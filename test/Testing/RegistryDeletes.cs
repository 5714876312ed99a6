using Zot.Registry;

namespace Zot.Testing;

/// <summary>Short forms of deletions for tests.</summary>
public static class RegistryDeletes
{
    /// <summary>Deletes a tag, or a manifest with all its tags.</summary>
    public static ValueTask<bool> DeleteManifestAsync(
        this IRegistryDeleter registry, RepositoryName repository, Reference reference, CancellationToken cancellationToken) =>
        registry.DeleteManifestAsync(new ManifestDelete(repository, reference), cancellationToken);

    /// <summary>Deletes a blob.</summary>
    public static ValueTask<bool> DeleteBlobAsync(
        this IRegistryDeleter registry, RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        registry.DeleteBlobAsync(new BlobDelete(repository, digest), cancellationToken);
}
