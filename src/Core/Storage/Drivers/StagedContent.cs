namespace Zot.Storage.Drivers;

/// <summary>
/// An object that grows at its end until it is moved to where it belongs. What was appended outlives the process.
/// One at a time may be open for a key; whoever opened it disposes it, which keeps its bytes.
/// </summary>
public abstract class StagedContent : IAsyncDisposable
{
    /// <summary>How many bytes it has.</summary>
    public abstract long Length { get; }

    /// <summary>Asks for room for that many further bytes, so that appending them is cheaper. A hint: nothing is promised.</summary>
    public abstract void Reserve(long bytes);

    /// <summary>Appends bytes: all of them, or none and an exception.</summary>
    public abstract ValueTask AppendAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Reads bytes from <paramref name="offset"/> on.</summary>
    /// <returns>How many were read: at least one, or 0 at the end.</returns>
    public abstract ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
