using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Zot.Migration.Bolt;

/// <summary>A read-only bolt database. Safe for concurrent readers.</summary>
/// <remarks>
/// bbolt, file format 2, little-endian. Pages are read on demand and not memory-mapped: if the file shrinks meanwhile,
/// the result is an exception instead of a crash. Every read method throws <see cref="InvalidDataException"/> if the
/// file is damaged.
/// </remarks>
public sealed class BoltFile : IDisposable
{
    // The largest values known, of repositories with 100,000 tags, take about 30 MiB.
    private const int MaxPageLength = 256 * 1024 * 1024;

    private readonly SafeFileHandle _file;
    private readonly BoltMeta _meta;

    private BoltFile(SafeFileHandle file)
    {
        _file = file;
        _meta = ReadMeta();
        if (_meta.PageCount > (ulong)(RandomAccess.GetLength(file) / _meta.PageSize))
        {
            throw new InvalidDataException(
                $"the bolt file is damaged: it ends before its last page, {_meta.PageCount - 1}");
        }

        Root = new BoltBucket(this, _meta.Root);
    }

    /// <summary>The root bucket.</summary>
    public BoltBucket Root { get; }

    /// <summary>The number of pages in the file: an upper bound for a tree.</summary>
    internal ulong PageCount => _meta.PageCount;

    /// <summary>Opens a file and locks out writers until it is closed (flock(2), which bbolt also uses).</summary>
    /// <exception cref="IOException">The file cannot be read, or another process has it open for writing.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    /// <exception cref="InvalidDataException">The file is not a bolt file, or is damaged.</exception>
    public static BoltFile Open(string path)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess);
        try
        {
            return new BoltFile(file);
        }
        catch // the caller does not get the file, so it is closed here
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Reads a page of a tree.</summary>
    internal BoltPage ReadPage(ulong id)
    {
        Require(id, 0);
        var bytes = Read(id, 1);
        var overflow = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(12));
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes) != id)
        {
            throw new InvalidDataException($"the bolt file is damaged: page {id} has the number of another page");
        }

        if (overflow == 0)
        {
            return new BoltPage(bytes);
        }

        Require(id, overflow);
        return overflow < MaxPageLength / _meta.PageSize
            ? new BoltPage(Read(id, (int)overflow + 1))
            : throw new InvalidDataException($"page {id} of the bolt file is longer than {MaxPageLength} bytes");
    }

    // Pages 0 and 1 are the meta pages, which belong to no tree.
    private void Require(ulong id, uint overflow)
    {
        if (id < 2 || id >= _meta.PageCount || overflow >= _meta.PageCount - id)
        {
            throw new InvalidDataException(
                $"the bolt file is damaged: page {id} with {overflow} overflow pages is out of range");
        }
    }

    private byte[] Read(ulong id, int count)
    {
        var bytes = new byte[count * _meta.PageSize];
        return TryRead(bytes, (long)id * _meta.PageSize)
            ? bytes
            : throw new InvalidDataException($"the bolt file ends within page {id}");
    }

    // The newer of the valid meta pages. The location of the second one depends on the page size in the first one. If
    // the first is invalid, the second one is at the offset that equals the page size it contains.
    private BoltMeta ReadMeta()
    {
        if (ReadMeta(0) is { } first)
        {
            return ReadMeta(first.PageSize) is { } second
                && second.PageSize == first.PageSize
                && second.Transaction > first.Transaction
                ? second
                : first;
        }

        for (var pageSize = BoltMeta.MinPageSize; pageSize <= BoltMeta.MaxPageSize; pageSize *= 2)
        {
            if (ReadMeta(pageSize) is { } second && second.PageSize == pageSize)
            {
                return second;
            }
        }

        throw new InvalidDataException("not a bolt file, or both of its meta pages are damaged");
    }

    private BoltMeta? ReadMeta(int offset)
    {
        Span<byte> page = stackalloc byte[BoltMeta.Length];
        return TryRead(page, offset) ? BoltMeta.Read(page) : null;
    }

    private bool TryRead(Span<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(_file, bytes, offset);
            if (read == 0)
            {
                return false;
            }

            bytes = bytes[read..];
            offset += read;
        }

        return true;
    }
}
