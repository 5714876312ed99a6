using Microsoft.Win32.SafeHandles;

namespace Zot.Storage.Drivers;

/// <summary>An object that is open for reading. The opener disposes it.</summary>
/// <param name="length">The length in bytes.</param>
public abstract class StoredContent(long length) : IAsyncDisposable
{
    /// <summary>The length in bytes, as of when it was opened.</summary>
    public long Length { get; } = length;

    /// <summary>
    /// The object as a file, if it is one. Stays readable until this is disposed, even if it is deleted.
    /// </summary>
    public virtual SafeFileHandle? File => null;

    /// <summary>Reads bytes, starting at <paramref name="offset"/>.</summary>
    /// <returns>The number of bytes read: at least one, or 0 at the end.</returns>
    public abstract ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
