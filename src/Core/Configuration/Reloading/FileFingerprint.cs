using System.Security.Cryptography;

namespace Zot.Configuration.Reloading;

/// <summary>The state of a file at a point in time: the target of its path, and its content.</summary>
/// <remarks>
/// A Kubernetes ConfigMap is updated by swapping a link beside the file, so neither its name nor its own time changes;
/// and a file that is written twice within the resolution of the clock keeps its time and size. Hence the content is
/// compared.
/// </remarks>
internal readonly record struct FileFingerprint(string Target, long Length, DateTime Written, string Hash)
{
    private static readonly FileFingerprint Absent = new("", 0, default, "");

    public static FileFingerprint Of(string path)
    {
        try
        {
            var target = TargetOf(path);
            var info = new FileInfo(target);
            return new FileFingerprint(
                target,
                info.Length,
                info.LastWriteTimeUtc,
                Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(target))));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Absent;
        }
    }

    /// <summary>
    /// Returns whether the content differs; a file that was only touched, or moved as a whole, is the same.
    /// </summary>
    public bool DiffersFrom(FileFingerprint other) => Hash != other.Hash;

    /// <summary>
    /// Returns the file that a path refers to, through links of the file and of every directory on the way.
    /// </summary>
    public static string TargetOf(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is null)
        {
            return path;
        }

        var file = Path.Combine(TargetOf(folder), Path.GetFileName(path));
        FileSystemInfo info = Directory.Exists(file) ? new DirectoryInfo(file) : new FileInfo(file);
        try
        {
            return info.ResolveLinkTarget(returnFinalTarget: true) is { } target ? TargetOf(target.FullName) : file;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A circular link has no target.
            return file;
        }
    }
}
