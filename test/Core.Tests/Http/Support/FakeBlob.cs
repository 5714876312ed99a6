using Microsoft.Win32.SafeHandles;
using Zot.Registry;

namespace Zot.Core.Tests.Http.Support;

/// <summary>A blob in memory, or in a temporary file if <paramref name="asFile"/> is set.</summary>
internal sealed class FakeBlob(Descriptor descriptor, byte[] content, bool asFile) : BlobContent(descriptor)
{
    private readonly SafeFileHandle? _file = asFile ? Write(content) : null;

    public override SafeFileHandle? File => _file;

    public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        // Returns less than requested, as any stream may.
        var count = (int)Math.Min(Math.Min(buffer.Length, 1000), content.Length - offset);
        content.AsSpan((int)offset, count).CopyTo(buffer.Span);
        return ValueTask.FromResult(count);
    }

    public override ValueTask DisposeAsync()
    {
        _file?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static SafeFileHandle Write(byte[] content)
    {
        var file = System.IO.File.OpenHandle(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        RandomAccess.Write(file, content, 0);
        return file;
    }
}
