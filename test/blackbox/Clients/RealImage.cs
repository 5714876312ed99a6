using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace Zot.BlackBox.Clients;

/// <summary>Creates images whose layers are real archives, which tools can unpack.</summary>
internal static class RealImage
{
    /// <summary>Creates an image with one layer that contains one file.</summary>
    public static Manifest Create(string architecture = "amd64") => Of(architecture, Layer(RandomNumberGenerator.GetBytes(1000)));

    /// <summary>Creates an image with an empty layer and a layer that contains one file.</summary>
    public static Manifest WithEmptyLayer() => Of("amd64", Layer(null), Layer([1, 2, 3]));

    /// <summary>Creates an image with a layer of at least the given number of bytes.</summary>
    public static Manifest Large(int length)
    {
        var content = new byte[length];
        RandomNumberGenerator.Fill(content.AsSpan(0, 1 << 20));
        return Of("amd64", Layer(content));
    }

    /// <summary>Creates an index of two platforms.</summary>
    public static Manifest MultiPlatform()
    {
        Manifest[] images = [Create("amd64"), Create("arm64")];
        return Manifest.Index(images, index =>
        {
            foreach (var (descriptor, architecture) in index["manifests"]!.AsArray().Zip(["amd64", "arm64"]))
            {
                descriptor!["platform"] = new System.Text.Json.Nodes.JsonObject { ["os"] = "linux", ["architecture"] = architecture };
            }
        });
    }

    private static Manifest Of(string architecture, params Blob[] layers) =>
        Manifest.Image(Blob.Configuration(architecture, [.. layers.Select(layer => layer.Digest)]), layers);

    private static Blob Layer(byte[]? file)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            if (file is not null)
            {
                using var content = new MemoryStream(file);
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "hello") { DataStream = content });
            }
        }

        return new Blob(MediaType.Layer, archive.Length > 0 ? archive.ToArray() : Encoding.ASCII.GetBytes(new string('\0', 1024)));
    }
}
