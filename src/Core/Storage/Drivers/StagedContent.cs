namespace Zot.Storage.Drivers;

/// <summary>
/// An object that is appended to until it is moved to its final key. Appended bytes survive the process. At most one
/// instance per key may be open; the opener disposes it, which keeps the bytes.
/// </summary>
public abstract class StagedContent : IAsyncDisposable
{
    /// <summary>The length in bytes.</summary>
    public abstract long Length { get; }

    /// <summary>
    /// Reserves space for further bytes, so that appending them is cheaper. A hint without any guarantee.
    /// </summary>
    public abstract void Reserve(long bytes);

    /// <summary>Appends bytes: all of them, or none if it throws.</summary>
    public abstract ValueTask AppendAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Reads bytes, starting at <paramref name="offset"/>.</summary>
    /// <returns>The number of bytes read: at least one, or 0 at the end.</returns>
    public abstract ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
