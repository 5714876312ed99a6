using Zot.Registry;

namespace Zot.Migration.Distribution;

/// <summary>
/// A storage directory of the distribution registry (docker-registry), as its file system driver writes it. Read-only.
/// </summary>
/// <remarks>
/// distribution 2.8, <c>registry/storage/paths.go</c>; a link contains the digest of its target:
/// <code>
/// &lt;root&gt;/docker/registry/v2/
/// ├── blobs/sha256/&lt;ab&gt;/&lt;hex&gt;/data                         manifests, configs and layers alike
/// └── repositories/library/alpine/                       repositories nest freely
///     ├── _manifests/tags/&lt;tag&gt;/current/link              the manifest a tag points to
///     ├── _manifests/revisions/sha256/&lt;hex&gt;/link          the existing manifests
///     ├── _layers/sha256/&lt;hex&gt;/link                       the blobs that may be pulled from here
///     └── _uploads/&lt;id&gt;/                                  unfinished uploads
/// </code>
/// A deleted manifest has a directory without a link.
/// </remarks>
internal sealed class DistributionDirectory
{
    private const string ManifestsFolder = "_manifests";

    private readonly string _blobs;
    private readonly string _repositories;

    private DistributionDirectory(string root) =>
        (_blobs, _repositories) = (Path.Combine(root, "blobs"), Path.Combine(root, "repositories"));

    /// <summary>Opens a root directory; <see langword="null"/> if it does not have this layout.</summary>
    internal static DistributionDirectory? Open(string root)
    {
        var directory = new DistributionDirectory(Path.Combine(Path.GetFullPath(root), "docker", "registry", "v2"));
        return Directory.Exists(directory._repositories) && Directory.Exists(directory._blobs) ? directory : null;
    }

    /// <summary>Returns the path of a blob, which need not exist.</summary>
    internal string FileOf(Digest digest) =>
        Path.Combine(_blobs, digest.Algorithm.Name, digest.Encoded[..2].ToString(), digest.Encoded.ToString(), "data");

    /// <summary>Returns the path of a blob that a manifest references.</summary>
    /// <exception cref="MigrationFaultException">The blob is missing, or has another length.</exception>
    internal string FileOf(Descriptor blob)
    {
        var file = new FileInfo(FileOf(blob.Digest));
        return !file.Exists ? throw new MigrationFaultException($"the blob {blob.Digest} is missing")
            : file.Length != blob.Size ? throw new MigrationFaultException(
                $"the blob {blob.Digest} has {file.Length} bytes, but its manifest says {blob.Size}")
            : file.FullName;
    }

    /// <summary>
    /// Lists the repositories in a stable order, without checking whether the target can store their names.
    /// </summary>
    /// <returns>The name of each repository, or the name of an unreadable directory with the reason.</returns>
    internal IEnumerable<(string Name, string? Fault)> Repositories()
    {
        Stack<string> unread = new([""]);
        while (unread.TryPop(out var name))
        {
            var folder = Path.Combine(_repositories, name);

            // Following a link to a parent directory would never end.
            if (name.Length > 0 && new DirectoryInfo(folder).LinkTarget is not null)
            {
                yield return (name, "symbolic links are not followed");
                continue;
            }

            if (name.Length > 0 && Directory.Exists(Path.Combine(folder, ManifestsFolder)))
            {
                yield return (name, null);
            }

            var (below, fault) = ListBelow(folder);
            if (fault is not null)
            {
                yield return (name, fault);
            }

            foreach (var child in below)
            {
                unread.Push(name.Length == 0 ? child : $"{name}/{child}");
            }
        }
    }

    /// <summary>Reads the links of a repository.</summary>
    internal DistributionRepository Read(string repository)
    {
        var read = new DistributionRepository(repository);
        try
        {
            Read(Path.Combine(_repositories, repository, ManifestsFolder), read);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            read.AddFault($"the directory cannot be read: {cause.Message}");
        }

        return read;
    }

    private static void Read(string manifests, DistributionRepository read)
    {
        foreach (var algorithm in Folders(Path.Combine(manifests, "revisions")))
        {
            var revisions = Path.Combine(manifests, "revisions", algorithm);
            foreach (var hex in Folders(revisions).Order(StringComparer.Ordinal))
            {
                read.AddRevision($"{algorithm}:{hex}", ReadLink(Path.Combine(revisions, hex, "link")));
            }
        }

        var tags = Path.Combine(manifests, "tags");
        foreach (var tag in Folders(tags).Order(StringComparer.Ordinal))
        {
            read.AddTag(tag, ReadLink(Path.Combine(tags, tag, "current", "link")));
        }
    }

    private static (IReadOnlyList<string> Names, string? Fault) ListBelow(string folder)
    {
        try
        {
            return ([.. Folders(folder)
                .Where(static name => name[0] != '_')
                .OrderDescending(StringComparer.Ordinal)], null);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return ([], $"the directory cannot be read: {cause.Message}");
        }
    }

    private static string? ReadLink(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return cause.Message; // not a digest, so it is reported as an invalid link
        }
    }

    private static IEnumerable<string> Folders(string path) =>
        Directory.Exists(path) ? Directory.EnumerateDirectories(path)
            .Select(static folder => Path.GetFileName(folder)) : [];
}
