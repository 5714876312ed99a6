using Microsoft.Win32.SafeHandles;

namespace Zot.Storage.Drivers.FileSystem;

/// <summary>A file that grows at its end. Its length is always that of what has arrived, whatever was reserved.</summary>
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
            // A full disk takes a part of it: the file must not hold what nobody has hashed.
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
            // Gives back what was reserved and did not come.
            RandomAccess.SetLength(_file, _length);
        }

        return stream.DisposeAsync();
    }
}
