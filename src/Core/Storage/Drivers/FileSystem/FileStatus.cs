using System.Runtime.InteropServices;

namespace Zot.Storage.Drivers.FileSystem;

/// <summary>The result of statx(2); the same layout on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal readonly struct FileStatus
{
    /// <summary>STATX_TYPE, STATX_NLINK, STATX_MTIME, STATX_INO and STATX_SIZE.</summary>
    internal const uint Wanted = 0x1 | 0x4 | 0x40 | 0x100 | 0x200;

    /// <summary>AT_EMPTY_PATH.</summary>
    internal const int OfTheHandle = 0x1000;

    [FieldOffset(16)]
    private readonly uint _links;
    [FieldOffset(28)]
    private readonly ushort _mode;
    [FieldOffset(32)]
    private readonly ulong _inode;
    [FieldOffset(40)]
    private readonly ulong _size;
    [FieldOffset(112)]
    private readonly long _modifiedSeconds;
    [FieldOffset(120)]
    private readonly uint _modifiedNanoseconds;

    /// <summary>AT_SYMLINK_NOFOLLOW.</summary>
    internal const int OfTheLink = 0x100;

    internal bool IsDirectory => (_mode & 0xF000) == 0x4000;

    internal bool IsFile => (_mode & 0xF000) == 0x8000;

    internal StoredObject ToObject() => new(
        (long)_size,
        DateTimeOffset.FromUnixTimeSeconds(_modifiedSeconds)
            .AddTicks(_modifiedNanoseconds / TimeSpan.NanosecondsPerTick),
        _inode,
        _links);
}
