namespace Zot.Registry;

/// <summary>The delete operations of a registry.</summary>
public interface IRegistryDeleter
{
    /// <summary>Deletes a blob (end-10).</summary>
    /// <returns>True if the blob existed.</returns>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.StillReferenced"/> if a manifest of the repository references it, or it is a manifest.
    /// </exception>
    ValueTask<bool> DeleteBlobAsync(BlobDelete delete, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a tag, or a manifest with all its tags (end-9). A manifest that has lost its last tag remains readable
    /// by digest until it is collected.
    /// </summary>
    /// <returns>True if the tag or manifest existed.</returns>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.StillReferenced"/> if it is deleted by digest and an index of the repository lists it;
    /// <see cref="RegistryError.ManifestCollision"/> if several tags share the digest, and the request rejects that.
    /// </exception>
    ValueTask<bool> DeleteManifestAsync(ManifestDelete delete, CancellationToken cancellationToken);
}
