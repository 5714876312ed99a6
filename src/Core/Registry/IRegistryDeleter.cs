namespace Zot.Registry;

/// <summary>Deleting.</summary>
public interface IRegistryDeleter
{
    /// <summary>Deletes a blob (end-10).</summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.StillReferenced"/> when a manifest of the repository names it, or it is a manifest.
    /// </exception>
    ValueTask<bool> DeleteBlobAsync(RepositoryName repository, Digest digest, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a tag, or a manifest with all its tags (end-9). A manifest that has lost its last tag stays readable
    /// by digest until it is collected.
    /// </summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.StillReferenced"/> when it is named by digest and an index of the repository lists it;
    /// <see cref="RegistryError.ManifestCollision"/> when several tags share the digest, and that is to be refused.
    /// </exception>
    ValueTask<bool> DeleteManifestAsync(ManifestDelete delete, CancellationToken cancellationToken);
}
