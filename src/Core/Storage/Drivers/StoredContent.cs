using Microsoft.Win32.SafeHandles;

namespace Zot.Storage.Drivers;

/// <summary>An object that is open for reading. Whoever opened it disposes it.</summary>
/// <param name="length">In bytes.</param>
public abstract class StoredContent(long length) : IAsyncDisposable
{
    /// <summary>In bytes, as of when it was opened.</summary>
    public long Length { get; } = length;

    /// <summary>The object as a file, when it is one. Stays readable until this is disposed, even if it is deleted.</summary>
    public virtual SafeFileHandle? File => null;

    /// <summary>Reads bytes from <paramref name="offset"/> on.</summary>
    /// <returns>How many were read: at least one, or 0 at the end.</returns>
    public abstract ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
