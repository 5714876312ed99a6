using Microsoft.Win32.SafeHandles;

namespace Zot.Storage.Drivers.FileSystem;

/// <summary>An open file.</summary>
internal sealed class FileContent(SafeFileHandle file) : StoredContent(RandomAccess.GetLength(file))
{
    public override SafeFileHandle File => file;

    // Synchronous on purpose: the page cache is faster than a thread switch.
    public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
        ValueTask.FromResult(RandomAccess.Read(file, buffer.Span, offset));

    public override ValueTask DisposeAsync()
    {
        file.Dispose();
        return default;
    }
}
