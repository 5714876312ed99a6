using Zot.Registry;

namespace Zot.Zli.Output;

/// <summary>The table of images. An index has one row, and one for each of its manifests.</summary>
/// <param name="isVerbose">Indicates whether the table has configurations and layers.</param>
internal sealed class ImageTable(bool isVerbose)
{
    private const int ShortDigest = 8;

    private static readonly string[] PlatformParts = ["os", "arch", "variant"];

    /// <summary>Returns the table; empty without images.</summary>
    public string Format(IReadOnlyList<Entry> images)
    {
        if (images.Count == 0)
        {
            return "";
        }

        // Without details, their columns remain, one character wide.
        var details = isVerbose ? ShortDigest : 1;
        var table = new FixedTable(10, 8, 16, ShortDigest, details, 6, details, 10);
        table.Add(
            "REPOSITORY", "TAG", "OS/ARCH", "DIGEST",
            isVerbose ? "CONFIG" : "", "SIGNED", isVerbose ? "LAYERS" : "", "SIZE");
        foreach (var image in images)
        {
            Add(table, image);
        }

        return table.ToString();
    }

    /// <summary>Returns the platform of a manifest or repository.</summary>
    public static string PlatformOf(Entry platform) =>
        string.Join('/', PlatformParts.Select(platform.Text).Where(static part => part.Length > 0));

    private void Add(FixedTable table, Entry image)
    {
        var (name, tag) = (image.Text("repoName"), image.Text("tag"));
        var manifests = image.List("manifests");
        if (MediaTypes.IsIndex(image.Text("mediaType")))
        {
            table.Add(
                name, tag, "*", Short(image.Text("digest")),
                "", Signed(image), "", ByteSize.FormatText(image.Text("size")));
            (name, tag) = ("", "");
        }

        foreach (var manifest in manifests)
        {
            Add(table, name, tag, manifest);
        }
    }

    private void Add(FixedTable table, string name, string tag, Entry manifest)
    {
        table.Add(
            name,
            tag,
            PlatformOf(manifest.Object("platform")),
            Short(manifest.Text("digest")),
            isVerbose ? Short(manifest.Text("configDigest")) : "",
            Signed(manifest),
            "",
            ByteSize.FormatText(manifest.Text("size")));
        foreach (var layer in isVerbose ? manifest.List("layers") : [])
        {
            table.Add("", "", "", "", "", "", Short(layer.Text("digest")), ByteSize.FormatText(layer.Text("size")));
        }
    }

    private static string Signed(Entry entry) => entry.Flag("isSigned") ? "true" : "false";

    private static string Short(string digest)
    {
        var encoded = digest[(digest.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return encoded[..Math.Min(ShortDigest, encoded.Length)];
    }
}
