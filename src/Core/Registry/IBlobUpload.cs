namespace Zot.Registry;

/// <summary>An upload in progress (end-4 to end-6). Its bytes survive the request, and a restart of the registry.</summary>
public interface IBlobUpload
{
    /// <summary>Its name.</summary>
    UploadId Id { get; }

    /// <summary>The repository the blob will be in.</summary>
    RepositoryName Repository { get; }

    /// <summary>How many bytes have arrived.</summary>
    long Length { get; }

    /// <summary>Appends all of <paramref name="source"/>, hashing it on the way.</summary>
    /// <param name="source">The bytes; read to its end, not disposed.</param>
    /// <param name="offset">Where the bytes must start, when the client says so; else they are appended.</param>
    /// <param name="length">How many bytes are to come, when that is known: saves growing the file.</param>
    /// <param name="cancellationToken">The request. What has arrived by then is kept, so that the client may go on.</param>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.ChunkOutOfOrder"/> when <paramref name="offset"/> is not <see cref="Length"/>;
    /// <see cref="RegistryError.SizeInvalid"/> when <paramref name="source"/> ends before <paramref name="length"/>;
    /// <see cref="RegistryError.BlobUploadInvalid"/> when another request is appending;
    /// <see cref="RegistryError.BlobUploadUnknown"/> when it has been completed or cancelled meanwhile.
    /// </exception>
    ValueTask AppendAsync(Stream source, long? offset, long? length, CancellationToken cancellationToken);

    /// <summary>Makes the bytes a blob of the repository, and ends the upload.</summary>
    /// <returns>The blob.</returns>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.DigestInvalid"/> when the bytes have another digest: the upload stays as it is;
    /// <see cref="RegistryError.BlobUploadInvalid"/> when another request is appending;
    /// <see cref="RegistryError.BlobUploadUnknown"/> when it has been completed or cancelled meanwhile.
    /// </exception>
    ValueTask<Descriptor> CompleteAsync(Digest expected, CancellationToken cancellationToken);

    /// <summary>Forgets the bytes, and ends the upload (end-14).</summary>
    ValueTask CancelAsync(CancellationToken cancellationToken);
}
