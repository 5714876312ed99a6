using Microsoft.Win32.SafeHandles;

namespace Zot.Registry;

/// <summary>An open blob. Whoever opened it disposes it.</summary>
public abstract class BlobContent(Descriptor descriptor) : IAsyncDisposable
{
    /// <summary>Its type, digest and size. The type is <see cref="MediaTypes.OctetStream"/> where none is known.</summary>
    public Descriptor Descriptor { get; } = descriptor;

    /// <summary>The whole blob as a file, when it is one: what lets a server take the shortest way to the socket.</summary>
    /// <remarks>It stays readable until this object is disposed, even when the blob is deleted meanwhile.</remarks>
    public virtual SafeFileHandle? File => null;

    /// <summary>Reads bytes from <paramref name="offset"/> on.</summary>
    /// <returns>How many were read: at least one, or 0 at the end.</returns>
    public abstract ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
