using Microsoft.Win32.SafeHandles;

namespace Zot.Storage.Drivers.FileSystem;

/// <summary>
/// A file that is appended to. Its length is always that of the appended bytes, regardless of reserved space.
/// </summary>
internal sealed class StagedFile(FileStream stream) : StagedContent
{
    private readonly SafeFileHandle _file = stream.SafeFileHandle;
    private long _length = RandomAccess.GetLength(stream.SafeFileHandle);
    private long _reserved;

    public override long Length => _length;

    public override void Reserve(long bytes)
    {
        if (OperatingSystem.IsLinux() && Environment.Is64BitProcess)
        {
            Posix.Reserve(_file, _length, bytes);
            _reserved = _length + bytes;
        }
    }

    public override ValueTask AppendAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            RandomAccess.Write(_file, content.Span, _length);
        }
        catch (IOException)
        {
            // On a full disk a write may be partial: the file must not contain bytes that were not hashed.
            RandomAccess.SetLength(_file, _length);
            throw;
        }

        _length += content.Length;
        return default;
    }

    public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
        ValueTask.FromResult(RandomAccess.Read(_file, buffer.Span, offset));

    public override ValueTask DisposeAsync()
    {
        if (_reserved > _length)
        {
            // Releases reserved space that was not used.
            RandomAccess.SetLength(_file, _length);
        }

        return stream.DisposeAsync();
    }
}
