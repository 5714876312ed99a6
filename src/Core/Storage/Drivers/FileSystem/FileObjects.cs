using Microsoft.Win32.SafeHandles;

namespace Zot.Storage.Drivers.FileSystem;

/// <summary>Operations on single files.</summary>
internal static class FileObjects
{
    // Files that are being read may be replaced or deleted.
    private const FileShare ForAll = FileShare.ReadWrite | FileShare.Delete;

    internal static StoredObject? Stat(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            return Posix.Stat(path) is { IsFile: true } status ? status.ToObject() : null;
        }

        var file = new FileInfo(path);
        return file.Exists
            ? new StoredObject(file.Length, new DateTimeOffset(file.LastWriteTimeUtc), Identity: 0, LinkCount: null)
            : null;
    }

    internal static StoredObject Stat(SafeFileHandle file, string path) => OperatingSystem.IsLinux()
        ? Posix.Stat(file).ToObject()
        : Stat(path) ?? throw new FileNotFoundException("the file was removed while it was written", path);

    /// <summary>
    /// Returns whether a path is a directory and not a link to one; <see langword="null"/> if the path does not exist.
    /// </summary>
    internal static bool? IsOwnDirectory(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            return Posix.Stat(path, follows: false)?.IsDirectory;
        }

        var info = new DirectoryInfo(path);
        return info.LinkTarget is not null || File.Exists(path) ? false : info.Exists ? true : null;
    }

    internal static SafeFileHandle? OpenForReading(string path)
    {
        // A missing file is common, and an exception costs more than a stat.
        if (Stat(path) is null)
        {
            return null;
        }

        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, ForAll);
        }
        catch (IOException cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    internal static byte[] ReadWhole(SafeFileHandle file)
    {
        var content = new byte[RandomAccess.GetLength(file)];
        var filled = 0;
        while (filled < content.Length && RandomAccess.Read(file, content.AsSpan(filled), filled) is > 0 and var read)
        {
            filled += read;
        }

        return filled == content.Length ? content : content[..filled];
    }

    /// <summary>Opens a file with private permissions, creating missing parent directories.</summary>
    internal static FileStream OpenForWriting(string path, FileMode mode, bool durable)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = ForAll,
            BufferSize = 0,
        };
        if (mode != FileMode.Open && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileModes.File;
        }

        try
        {
            return new FileStream(path, options);
        }
        catch (DirectoryNotFoundException)
        {
            Directories.Create(Path.GetDirectoryName(path)!, durable);
            return new FileStream(path, options);
        }
    }

    /// <summary>Renames a file, replacing an existing one.</summary>
    /// <returns>True if <paramref name="source"/> exists.</returns>
    internal static bool Rename(string source, string target, bool durable)
    {
        var directory = Path.GetDirectoryName(target)!;
        try
        {
            File.Move(source, target, overwrite: true);
        }
        catch (IOException cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            if (Stat(source) is null)
            {
                return false;
            }

            Directories.Create(directory, durable);
            File.Move(source, target, overwrite: true);
        }

        if (durable)
        {
            Directories.Flush(directory);
        }

        return true;
    }
}
