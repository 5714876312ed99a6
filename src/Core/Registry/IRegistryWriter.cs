namespace Zot.Registry;

/// <summary>Pushing.</summary>
public interface IRegistryWriter
{
    /// <summary>Starts an upload (end-4a), creating the repository if need be.</summary>
    /// <param name="repository">Where the blob will be.</param>
    /// <param name="algorithm">
    /// The algorithm its digest will have (<c>?digest-algorithm=</c>): with another one at the end, the bytes are read again.
    /// </param>
    /// <param name="cancellationToken">The request.</param>
    ValueTask<IBlobUpload> StartUploadAsync(
        RepositoryName repository, DigestAlgorithm algorithm, CancellationToken cancellationToken);

    /// <summary>Finds an upload in progress (end-5, end-6, end-13).</summary>
    /// <returns>The upload; <see langword="null"/> when this repository has none of that name.</returns>
    ValueTask<IBlobUpload?> FindUploadAsync(
        RepositoryName repository, UploadId id, CancellationToken cancellationToken);

    /// <summary>Gives a repository a blob that another one has (end-11), creating the repository if need be.</summary>
    /// <returns>The blob; <see langword="null"/> when it cannot be mounted and must be uploaded.</returns>
    ValueTask<Descriptor?> MountBlobAsync(BlobMount mount, CancellationToken cancellationToken);

    /// <summary>Stores a manifest and moves the tags of the push to it (end-7), creating the repository if need be.</summary>
    /// <returns>What was stored.</returns>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.ManifestInvalid"/> when the bytes are not a manifest of the declared type;
    /// <see cref="RegistryError.DigestInvalid"/> when it is pushed by digest and its bytes have another;
    /// <see cref="RegistryError.ManifestBlobUnknown"/> when a blob or manifest it names is absent.
    /// </exception>
    ValueTask<PushedManifest> PushManifestAsync(ManifestPush push, CancellationToken cancellationToken);
}
