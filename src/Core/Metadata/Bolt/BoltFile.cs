using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Zot.Metadata.Bolt;

/// <summary>A bolt database, for reading only. May be read by many threads.</summary>
/// <remarks>
/// bbolt, file format 2, little-endian. Pages are read as they are asked for, and not mapped: a file that shrinks meanwhile is
/// an exception then, and not the end of the process. Whatever is wrong in the file is an
/// <see cref="InvalidDataException"/>, from each method that reads.
/// </remarks>
public sealed class BoltFile : IDisposable
{
    // The largest values that anybody keeps, of repositories with 100,000 tags, take some 30 MiB.
    private const int MaxPageLength = 256 * 1024 * 1024;

    private readonly SafeFileHandle _file;
    private readonly BoltMeta _meta;

    private BoltFile(SafeFileHandle file)
    {
        _file = file;
        _meta = ReadMeta();
        if (_meta.PageCount > (ulong)(RandomAccess.GetLength(file) / _meta.PageSize))
        {
            throw new InvalidDataException($"the bolt file is damaged: it ends before its last page, {_meta.PageCount - 1}");
        }

        Root = new BoltBucket(this, _meta.Root);
    }

    /// <summary>The bucket of all buckets.</summary>
    public BoltBucket Root { get; }

    /// <summary>How many pages a tree can have at most.</summary>
    internal ulong PageCount => _meta.PageCount;

    /// <summary>Opens a file, and keeps writers away until it is closed (flock(2), as they do).</summary>
    /// <exception cref="IOException">It cannot be read, or another process has it open for writing.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="InvalidDataException">It is no bolt file, or damaged.</exception>
    public static BoltFile Open(string path)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess);
        try
        {
            return new BoltFile(file);
        }
        catch // whatever it is: nobody gets the file, so nobody else closes it
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
            throw new InvalidDataException($"the bolt file is damaged: the page {id} is another one");
        }

        if (overflow == 0)
        {
            return new BoltPage(bytes);
        }

        Require(id, overflow);
        return overflow < MaxPageLength / _meta.PageSize
            ? new BoltPage(Read(id, (int)overflow + 1))
            : throw new InvalidDataException($"the page {id} of the bolt file is longer than {MaxPageLength} bytes");
    }

    // The pages 0 and 1 are the metas, which are in no tree.
    private void Require(ulong id, uint overflow)
    {
        if (id < 2 || id >= _meta.PageCount || overflow >= _meta.PageCount - id)
        {
            throw new InvalidDataException($"the bolt file is damaged: there is no page {id} with {overflow} more");
        }
    }

    private byte[] Read(ulong id, int count)
    {
        var bytes = new byte[count * _meta.PageSize];
        return TryRead(bytes, (long)id * _meta.PageSize)
            ? bytes
            : throw new InvalidDataException($"the bolt file ends within the page {id}");
    }

    // The newer one of those that are sound. Where the second one is, only the first one tells: if that is not sound, it is
    // where it says that pages have the size that it is found at.
    private BoltMeta ReadMeta()
    {
        if (ReadMeta(0) is { } first)
        {
            return ReadMeta(first.PageSize) is { } second && second.PageSize == first.PageSize && second.Transaction > first.Transaction
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

        throw new InvalidDataException("it is no bolt file, or both of its metas are damaged");
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
