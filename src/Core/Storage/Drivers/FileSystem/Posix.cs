using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Zot.Storage.Drivers.FileSystem;

/// <summary>System calls that are missing in the base class library.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class Posix
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const int ReadOnly = 0;
    private const int KeepSize = 1; // FALLOC_FL_KEEP_SIZE
    private const int NoEntry = 2; // ENOENT
    private const int NotADirectory = 20; // ENOTDIR
    private const int NameTooLong = 36; // ENAMETOOLONG
    private const int WouldBlock = 11; // EWOULDBLOCK
    private const int WouldBlockOnMac = 35;
    private const int CloseOnExec = 0x80000; // O_CLOEXEC
    private const int LockShared = 1; // LOCK_SH
    private const int LockExclusive = 2; // LOCK_EX
    private const int LockNonblocking = 4; // LOCK_NB
    private const int IgnoredByFsync = 22; // EINVAL: some file systems cannot, and need not, flush a directory

    /// <summary>statx(2); <see langword="null"/> if the path does not exist.</summary>
    [SupportedOSPlatform("linux")]
    internal static FileStatus? Stat(string path, bool follows = true)
    {
        if (Statx(CurrentDirectory, path, follows ? 0 : FileStatus.OfTheLink, FileStatus.Wanted, out var status) == 0)
        {
            return status;
        }

        var error = Marshal.GetLastPInvokeError();
        return error is NoEntry or NotADirectory or NameTooLong
            ? null
            : throw new IOException($"failed to stat '{path}': {Marshal.GetPInvokeErrorMessage(error)}");
    }

    /// <summary>statx(2) of an open file.</summary>
    [SupportedOSPlatform("linux")]
    internal static FileStatus Stat(SafeFileHandle file) =>
        StatxOpen(file, "", FileStatus.OfTheHandle, FileStatus.Wanted, out var status) == 0
            ? status
            : throw new IOException($"failed to stat an open file: {Marshal.GetLastPInvokeErrorMessage()}");

    /// <summary>link(2).</summary>
    internal static bool TryLink(string source, string target) => Link(source, target) == 0;

    /// <summary>fallocate(2) beyond the end of the file, keeping its length; failure only costs performance.</summary>
    [SupportedOSPlatform("linux")]
    internal static void Reserve(SafeFileHandle file, long offset, long bytes) =>
        _ = Fallocate(file, KeepSize, offset, bytes);

    /// <summary>flock(2) of a directory, without blocking.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="isShared">Whether to take a shared lock.</param>
    /// <param name="directory">
    /// The open directory, which holds the lock; <see langword="null"/> if another process holds it.
    /// </param>
    /// <returns>False if another process holds a conflicting lock.</returns>
    internal static bool TryLockDirectory(string path, bool isShared, out SafeFileHandle? directory)
    {
        directory = Open(path, ReadOnly | (OperatingSystem.IsLinux() ? CloseOnExec : 0));
        if (directory.IsInvalid || Flock(directory, (isShared ? LockShared : LockExclusive) | LockNonblocking) == 0)
        {
            return true;
        }

        var isTaken = Marshal.GetLastPInvokeError() == (OperatingSystem.IsLinux() ? WouldBlock : WouldBlockOnMac);
        directory.Dispose();
        directory = null;
        return !isTaken;
    }

    /// <summary>fsync(2) of a directory, which makes a rename durable.</summary>
    internal static void FlushDirectory(string path)
    {
        using var directory = Open(path, ReadOnly);
        if (directory.IsInvalid || (Fsync(directory) != 0 && Marshal.GetLastPInvokeError() != IgnoredByFsync))
        {
            throw new IOException($"failed to flush the directory '{path}'", new Win32Exception());
        }
    }

    /// <summary>syncfs(2) of the file system of a directory; sync(2) on systems without it.</summary>
    internal static void FlushFileSystem(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            Sync();
            return;
        }

        using var directory = Open(path, ReadOnly);
        if (directory.IsInvalid || Syncfs(directory) != 0)
        {
            throw new IOException($"failed to flush the file system of '{path}'", new Win32Exception());
        }
    }

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int Syncfs(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "sync")]
    private static partial void Sync();

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, out FileStatus status);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatxOpen(SafeFileHandle file, string path, int flags, uint mask, out FileStatus status);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string source, string target);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Fallocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle file);
}
