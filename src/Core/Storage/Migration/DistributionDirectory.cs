using Zot.Registry;

namespace Zot.Storage.Migration;

/// <summary>A storage directory of the distribution registry (docker-registry), as its file system driver writes it. Only read.</summary>
/// <remarks>
/// distribution 2.8, <c>registry/storage/paths.go</c>; links hold the digest of what they stand for:
/// <code>
/// &lt;root&gt;/docker/registry/v2/
/// ├── blobs/sha256/&lt;ab&gt;/&lt;hex&gt;/data                         manifests, configs and layers alike
/// └── repositories/library/alpine/                       repositories nest freely
///     ├── _manifests/tags/&lt;tag&gt;/current/link              the manifest a tag points to
///     ├── _manifests/revisions/sha256/&lt;hex&gt;/link          the manifests that are there
///     ├── _layers/sha256/&lt;hex&gt;/link                       the blobs that may be pulled from here
///     └── _uploads/&lt;id&gt;/                                  unfinished uploads
/// </code>
/// A manifest that was deleted has a folder without a link.
/// </remarks>
internal sealed class DistributionDirectory
{
    private const string ManifestsFolder = "_manifests";

    private readonly string _blobs;
    private readonly string _repositories;

    private DistributionDirectory(string root) =>
        (_blobs, _repositories) = (Path.Combine(root, "blobs"), Path.Combine(root, "repositories"));

    /// <summary>Opens a root directory; <see langword="null"/> when it has not this layout.</summary>
    internal static DistributionDirectory? Open(string root)
    {
        var directory = new DistributionDirectory(Path.Combine(Path.GetFullPath(root), "docker", "registry", "v2"));
        return Directory.Exists(directory._repositories) && Directory.Exists(directory._blobs) ? directory : null;
    }

    /// <summary>The file a blob lies in, if it is there.</summary>
    internal string FileOf(Digest digest) =>
        Path.Combine(_blobs, digest.Algorithm.Name, digest.Encoded[..2].ToString(), digest.Encoded.ToString(), "data");

    /// <summary>The file of a blob that a manifest names.</summary>
    /// <exception cref="MigrationFaultException">It is not there, or has another length.</exception>
    internal string FileOf(Descriptor blob)
    {
        var file = new FileInfo(FileOf(blob.Digest));
        return !file.Exists ? throw new MigrationFaultException($"the blob {blob.Digest} is not there")
            : file.Length != blob.Size ? throw new MigrationFaultException($"the blob {blob.Digest} has {file.Length} bytes, and not {blob.Size} as its manifest says")
            : file.FullName;
    }

    /// <summary>What is called a repository, in a steady order; whether we can keep one of that name is another question.</summary>
    internal IEnumerable<string> Repositories()
    {
        Stack<string> places = new([""]);
        while (places.TryPop(out var place))
        {
            var folder = Path.Combine(_repositories, place);
            if (place.Length > 0 && Directory.Exists(Path.Combine(folder, ManifestsFolder)))
            {
                yield return place;
            }

            foreach (var name in Folders(folder).Where(static name => name[0] != '_').OrderDescending(StringComparer.Ordinal))
            {
                places.Push(place.Length == 0 ? name : $"{place}/{name}");
            }
        }
    }

    /// <summary>Reads the links of a repository.</summary>
    internal DistributionRepository Read(string repository)
    {
        var manifests = Path.Combine(_repositories, repository, ManifestsFolder);
        var read = new DistributionRepository(repository);
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

        return read;
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
            return cause.Message; // which is no digest either
        }
    }

    private static IEnumerable<string> Folders(string path) =>
        Directory.Exists(path) ? Directory.EnumerateDirectories(path).Select(static folder => Path.GetFileName(folder)) : [];
}
