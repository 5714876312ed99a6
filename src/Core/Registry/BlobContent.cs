using Microsoft.Win32.SafeHandles;

namespace Zot.Registry;

/// <summary>An open blob, disposed by the caller that opened it.</summary>
public abstract class BlobContent(Descriptor descriptor) : IAsyncDisposable
{
    /// <summary>
    /// The media type, digest and size. The type is <see cref="MediaTypes.OctetStream"/> if it is unknown.
    /// </summary>
    public Descriptor Descriptor { get; } = descriptor;

    /// <summary>
    /// The file of the blob, if it is stored as one, so that a server can send it without copying; otherwise
    /// <see langword="null"/>.
    /// </summary>
    /// <remarks>
    /// The file remains readable until this object is disposed, even if the blob is deleted meanwhile.
    /// </remarks>
    public virtual SafeFileHandle? File => null;

    /// <summary>Reads bytes starting at <paramref name="offset"/>.</summary>
    /// <returns>The number of bytes read: at least one, or 0 at the end.</returns>
    public abstract ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Reads a blob that is small enough to be held in memory.</summary>
    /// <param name="maxLength">The maximum length in bytes.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>
    /// The bytes, fewer than described if the blob was truncated on disk; <see langword="null"/> if it is longer than
    /// the maximum.
    /// </returns>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAllAsync(int maxLength, CancellationToken cancellationToken)
    {
        if (Descriptor.Size > maxLength)
        {
            return null;
        }

        var content = new byte[Descriptor.Size];
        var length = 0;
        while (length < content.Length
            && await ReadAsync(length, content.AsMemory(length), cancellationToken) is > 0 and var read)
        {
            length += read;
        }

        return content.AsMemory(0, length);
    }

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
