using Zot.Registry;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Migration;

/// <summary>Builds a storage directory in the layout of docker-registry.</summary>
internal sealed class DistributionFolder : IDisposable
{
    private readonly TemporaryDirectory _root = new();

    public DistributionFolder()
    {
        Directory.CreateDirectory(Below("blobs"));
        Directory.CreateDirectory(Below("repositories"));
    }

    public string Path => _root.Path;

    public void Dispose() => _root.Dispose();

    /// <summary>Returns the path of a blob.</summary>
    public string FileOf(Digest digest) =>
        Below("blobs", digest.Algorithm.Name, digest.Encoded[..2].ToString(), digest.Encoded.ToString(), "data");

    /// <summary>Returns the path of the link of a tag.</summary>
    public string TagLink(string repository, string tag) => Below("repositories", repository, "_manifests", "tags", tag, "current", "link");

    /// <summary>Returns the path of the link of a manifest.</summary>
    public string RevisionLink(string repository, Digest digest) =>
        Below("repositories", repository, "_manifests", "revisions", digest.Algorithm.Name, digest.Encoded.ToString(), "link");

    /// <summary>Adds a blob without a link from any repository.</summary>
    public Digest AddBlob(byte[] content, DigestAlgorithm? algorithm = null)
    {
        var digest = Some.Digest(content, algorithm);
        Write(FileOf(digest), content);
        return digest;
    }

    /// <summary>Adds a manifest with tags that point to it.</summary>
    public Descriptor AddManifest(string repository, byte[] content, string mediaType, params string[] tags)
    {
        var digest = AddBlob(content);
        Link(RevisionLink(repository, digest), digest.ToString());
        foreach (var tag in tags)
        {
            Link(TagLink(repository, tag), digest.ToString());
        }

        return new Descriptor(mediaType, digest, content.Length);
    }

    /// <summary>Adds an image with one layer that contains a text.</summary>
    public Descriptor AddImage(string repository, string layer, params string[] tags)
    {
        foreach (var blob in new[] { AddBlob("{}"u8.ToArray()), AddBlob(Some.Bytes(layer)) })
        {
            Link(Below("repositories", repository, "_layers", "sha256", blob.Encoded.ToString(), "link"), blob.ToString());
        }

        return AddManifest(repository, Some.Image(layers: [Some.Layer(layer)]), MediaTypes.OciManifest, tags);
    }

    /// <summary>Writes a link with any content.</summary>
    public static void Link(string path, string text) => Write(path, Some.Bytes(text));

    /// <summary>Returns all files with their content, which a migration must not change.</summary>
    public Dictionary<string, string> Everything() => Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories)
        .ToDictionary(static file => file, static file => Convert.ToHexString(File.ReadAllBytes(file)));

    private static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    private string Below(params string[] parts) => System.IO.Path.Combine([Path, "docker", "registry", "v2", .. parts]);
}
