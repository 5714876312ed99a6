using Microsoft.Win32.SafeHandles;
using Zot.Registry;

namespace Zot.Storage.Drivers.FileSystem;

/// <summary>
/// The lock of a process on a root directory; the kernel releases it with the process, however that ends.
/// </summary>
/// <remarks>
/// A lock on a file, and one on the directory itself: if the file cannot be created because the disk is full, the
/// second one still keeps two processes apart. A read-only directory can be opened by several processes.
/// </remarks>
internal sealed class RootLock : IDisposable
{
    private const string FileName = ".zot.lock";

    // The files that zot keeps open, and locked (flock(2)), while it runs.
    private static readonly string[] FilesOfZot = ["cache.db", "meta.db"];

    private readonly SafeFileHandle? _directory;
    private readonly FileStream? _file;

    private RootLock(SafeFileHandle? directory, FileStream? file) => (_directory, _file) = (directory, file);

    /// <exception cref="StorageInUseException">Another process has it.</exception>
    internal static RootLock Take(string root, bool isReadOnly)
    {
        SafeFileHandle? directory = null;
        try
        {
            RequireNoOther(root);
            directory = TakeDirectory(root, isReadOnly);
            return new RootLock(directory, TakeFile(Path.Combine(root, FileName), isReadOnly));
        }
        catch (IOException cause) when (cause.GetType() == typeof(IOException))
        {
            // A sharing violation is a plain IOException; a missing path, path length, and access errors have their own
            // types.
            directory?.Dispose();
            throw new StorageInUseException(root, cause);
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _directory?.Dispose();
    }

    private static SafeFileHandle? TakeDirectory(string root, bool isReadOnly)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        return Posix.TryLockDirectory(root, isShared: isReadOnly, out var directory)
            ? directory
            : throw new IOException($"the directory '{root}' is locked");
    }

    private static FileStream? TakeFile(string path, bool isReadOnly)
    {
        if (isReadOnly)
        {
            return OpenShared(path);
        }

        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileModes.File;
        }

        try
        {
            return new FileStream(path, options);
        }
        catch (IOException cause) when (MediumFailures.IsFull(cause))
        {
            return null;
        }
    }

    private static FileStream? OpenShared(string path)
    {
        try
        {
            return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read) : null;
        }
        catch (UnauthorizedAccessException)
        {
            // The file belongs to another user: the lock on the directory must suffice.
            return null;
        }
    }

    private static void RequireNoOther(string root)
    {
        foreach (var path in FilesOfZot.Select(name => Path.Combine(root, name)).Where(File.Exists))
        {
            try
            {
                File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            }
            catch (UnauthorizedAccessException)
            {
                // It cannot be determined whether the file is in use.
            }
        }
    }
}
