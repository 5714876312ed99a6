namespace Zot.Registry;

/// <summary>The push operations of a registry.</summary>
public interface IRegistryWriter
{
    /// <summary>Starts an upload (end-4a), and creates the repository if it does not exist.</summary>
    ValueTask<IBlobUpload> StartUploadAsync(UploadStart start, CancellationToken cancellationToken);

    /// <summary>Finds an upload in progress (end-5, end-6, end-13).</summary>
    /// <returns>The upload; <see langword="null"/> if this repository has no upload with this identifier.</returns>
    ValueTask<IBlobUpload?> FindUploadAsync(
        RepositoryName repository, UploadId id, CancellationToken cancellationToken);

    /// <summary>
    /// Mounts a blob of another repository (end-11), and creates the target repository if it does not exist.
    /// </summary>
    /// <returns>The blob; <see langword="null"/> if it cannot be mounted and must be uploaded.</returns>
    ValueTask<Descriptor?> MountBlobAsync(BlobMount mount, CancellationToken cancellationToken);

    /// <summary>
    /// Finds a blob for a client that relies on it and does not upload it: it is kept for as long as a new one.
    /// </summary>
    /// <returns>The descriptor; <see langword="null"/> if the blob does not exist.</returns>
    ValueTask<Descriptor?> RenewBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken);

    /// <summary>
    /// Finds a manifest for a client that relies on it: an untagged one is kept for as long as a new one.
    /// </summary>
    /// <returns>The descriptor; <see langword="null"/> if the manifest does not exist.</returns>
    ValueTask<Descriptor?> RenewManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a manifest and moves the tags of the push to it (end-7); creates the repository if it does not exist.
    /// </summary>
    /// <returns>The stored manifest.</returns>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.ManifestInvalid"/> if the bytes are not a manifest of the declared type;
    /// <see cref="RegistryError.DigestInvalid"/> if it is pushed by digest and the digest of its bytes does not match;
    /// <see cref="RegistryError.ManifestBlobUnknown"/> if a blob or manifest that it references is missing.
    /// </exception>
    ValueTask<PushedManifest> PushManifestAsync(ManifestPush push, CancellationToken cancellationToken);
}
