using Zot.Registry;

namespace Zot.Storage.Drivers.FileSystem;

/// <summary>A file that takes space on the disk, so that on a full disk a deletion can still be noted.</summary>
/// <param name="root">The root directory.</param>
internal sealed class SpaceReserve(string root)
{
    private const string FileName = ".zot.reserve";

    // A record of the journal takes a block; a folded index.json up to four of these.
    private const int Length = 64 * 1024;

    // More than a database needs to open beside it.
    private const int ProbeLength = 256 * 1024;

    private readonly string _path = Path.Combine(root, FileName);

    /// <summary>Finds the condition of the disk by writing to it.</summary>
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
            // A limit of the process, or a broken disk: each write tells by itself.
            return MediumCondition.Writable;
        }
        finally
        {
            Remove(probe);
        }
    }

    /// <summary>Reserves the space, unless it is reserved or not available.</summary>
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
            // The space is for others to have.
            Remove(_path);
        }
    }

    /// <summary>Gives the space back.</summary>
    /// <returns>Whether there was any.</returns>
    internal bool Release()
    {
        if (!File.Exists(_path))
        {
            return false;
        }

        Remove(_path);
        return true;
    }

    // With bytes that no file system leaves out.
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
            // On a read-only file system nothing was made, either.
        }
    }
}
