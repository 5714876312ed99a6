using Zot.Registry;

namespace Zot.Storage.Drivers.FileSystem;

/// <summary>A file that reserves disk space, so that a deletion can still be recorded on a full disk.</summary>
/// <param name="root">The root directory.</param>
internal sealed class SpaceReserve(string root)
{
    private const string FileName = ".zot.reserve";

    // A journal record takes a block; a folded index.json up to four times this length.
    private const int Length = 64 * 1024;

    // More than a database next to it needs to open.
    private const int ProbeLength = 256 * 1024;

    private readonly string _path = Path.Combine(root, FileName);

    /// <summary>Determines the condition of the disk by writing to it.</summary>
    internal MediumCondition Probe()
    {
        var probe = Path.Combine(root, $".tmp-{Guid.NewGuid():N}");
        try
        {
            Write(probe, ProbeLength);
            return MediumCondition.Writable;
        }
        catch (Exception cause) when (MediumFailures.IsFull(cause))
        {
            return MediumCondition.Full;
        }
        catch (Exception cause) when (MediumFailures.IsReadOnly(cause))
        {
            return MediumCondition.ReadOnly;
        }
        catch (IOException)
        {
            // A limit of the process, or a broken disk: each write reports its own error.
            return MediumCondition.Writable;
        }
        finally
        {
            Remove(probe);
        }
    }

    /// <summary>Reserves the space if it is available and not reserved yet.</summary>
    internal void Restore()
    {
        if (File.Exists(_path))
        {
            return;
        }

        try
        {
            Write(_path, Length);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // Leaves the space to content.
            Remove(_path);
        }
    }

    /// <summary>Releases the space.</summary>
    /// <returns>True if any space was reserved.</returns>
    internal bool Release()
    {
        if (!File.Exists(_path))
        {
            return false;
        }

        Remove(_path);
        return true;
    }

    // Not zeros, which a file system might store as a hole.
    private static void Write(string path, int length)
    {
        var content = new byte[length];
        content.AsSpan().Fill(0xA5);
        using var file = FileObjects.OpenForWriting(path, FileMode.Create, durable: false);
        RandomAccess.Write(file.SafeFileHandle, content, fileOffset: 0);
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // On a read-only file system the file was not created either.
        }
    }
}
