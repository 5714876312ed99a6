using Microsoft.Win32.SafeHandles;

namespace Zot.Storage.Drivers.FileSystem;

/// <summary>Single files: looking, opening, renaming.</summary>
internal static class FileObjects
{
    // FileShare.ReadWrite | Delete: nobody is kept from replacing or deleting what is being read.
    private const FileShare Anybody = FileShare.ReadWrite | FileShare.Delete;

    internal static StoredObject? Stat(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            return Posix.Stat(path) is { IsFile: true } status ? status.ToObject() : null;
        }

        var file = new FileInfo(path);
        return file.Exists ? new StoredObject(file.Length, new DateTimeOffset(file.LastWriteTimeUtc), Identity: 0, LinkCount: null) : null;
    }

    internal static StoredObject Stat(SafeFileHandle file, string path) => OperatingSystem.IsLinux()
        ? Posix.Stat(file).ToObject()
        : Stat(path) ?? throw new FileNotFoundException("the file has just been written, but is gone", path);

    /// <summary>Returns whether a path is a directory, and not a link to one; <see langword="null"/> when nothing has this path.</summary>
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
        // Absence is common, and an exception costs more than a look.
        if (Stat(path) is null)
        {
            return null;
        }

        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, Anybody);
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

    /// <summary>Opens a file with our mode, creating the directories above it.</summary>
    internal static FileStream OpenForWriting(string path, FileMode mode, bool durable)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = Anybody,
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

    /// <summary>Renames, over what is there.</summary>
    /// <returns>Whether there was something to rename.</returns>
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
