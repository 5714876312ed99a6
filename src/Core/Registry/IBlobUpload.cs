namespace Zot.Registry;

/// <summary>
/// An upload in progress (end-4 to end-6). Its bytes survive the request, and a restart of the registry.
/// </summary>
public interface IBlobUpload
{
    /// <summary>The identifier of the upload.</summary>
    UploadId Id { get; }

    /// <summary>The repository that receives the blob.</summary>
    RepositoryName Repository { get; }

    /// <summary>The number of bytes received.</summary>
    long Length { get; }

    /// <summary>Appends all bytes of <paramref name="source"/>, and hashes them on the way.</summary>
    /// <param name="source">The bytes; read to the end, not disposed.</param>
    /// <param name="offset">The expected offset, if the client sent one; otherwise the bytes are appended.</param>
    /// <param name="length">The number of bytes, if known, to allocate the file at once.</param>
    /// <param name="cancellationToken">
    /// Cancels the request. The bytes received by then are kept, so that the client can resume.
    /// </param>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.ChunkOutOfOrder"/> if <paramref name="offset"/> is not <see cref="Length"/>;
    /// <see cref="RegistryError.SizeInvalid"/> if <paramref name="source"/> ends before <paramref name="length"/>;
    /// <see cref="RegistryError.BlobUploadInvalid"/> if another request is appending;
    /// <see cref="RegistryError.BlobUploadUnknown"/> if the upload has been completed or canceled meanwhile.
    /// </exception>
    ValueTask AppendAsync(Stream source, long? offset, long? length, CancellationToken cancellationToken);

    /// <summary>Commits the bytes as a blob of the repository, and ends the upload.</summary>
    /// <param name="expected">The digest that the bytes must have.</param>
    /// <param name="call">The caller; <see langword="null"/> for the registry itself.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The blob.</returns>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.DigestInvalid"/> if the digest of the bytes does not match: the upload is not changed;
    /// <see cref="RegistryError.BlobUploadInvalid"/> if another request is appending;
    /// <see cref="RegistryError.BlobUploadUnknown"/> if the upload has been completed or canceled meanwhile.
    /// </exception>
    ValueTask<Descriptor> CompleteAsync(Digest expected, CallContext? call, CancellationToken cancellationToken);

    /// <summary>Discards the bytes, and ends the upload (end-14).</summary>
    ValueTask CancelAsync(CancellationToken cancellationToken);
}
