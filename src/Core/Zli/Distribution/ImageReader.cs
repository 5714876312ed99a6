using System.Globalization;
using System.Text.Json;
using Zot.Registry;
using Zot.Zli.Output;
using Zot.Zli.Server;

namespace Zot.Zli.Distribution;

/// <summary>Reads images from their manifests and configurations.</summary>
/// <param name="client">The registry.</param>
internal sealed class ImageReader(DistributionClient client)
{
    /// <summary>Reads an image.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="tags">All tags of the repository: cosign stores signatures under tags.</param>
    /// <param name="stop">Cancels the operation.</param>
    /// <returns>The image; <see langword="null"/> if the manifest is of an unknown type.</returns>
    public async Task<Entry?> ReadAsync(
        string repository, string tag, IReadOnlySet<string> tags, CancellationToken stop)
    {
        var manifest = await client.GetManifestAsync(repository, tag, stop);
        if (!MediaTypes.IsManifest(manifest.MediaType))
        {
            return null;
        }

        var isIndex = MediaTypes.IsIndex(manifest.MediaType);
        List<Entry> parts = isIndex
            ? await ReadPartsAsync(repository, manifest, tags, stop)
            : [await ReadPartAsync(repository, manifest, tags, stop)];
        var size = parts.Sum(static part => long.Parse(part.Text("size"), CultureInfo.InvariantCulture));
        return new Entry(Shapes.Image)
        {
            ["repoName"] = repository,
            ["tag"] = tag,
            ["digest"] = manifest.Digest,
            ["mediaType"] = isIndex ? MediaTypes.OciIndex : MediaTypes.OciManifest, // as in the results of a search
            ["manifests"] = parts,
            ["size"] = Text(isIndex ? size + manifest.Size : size),
            ["lastUpdated"] =
                parts.Select(static part => part.Text("lastUpdated")).DefaultIfEmpty(Entry.NoTime).MaxBy(TimeOf)!,
            ["isSigned"] = isIndex ? await IsSignedAsync(repository, manifest.Digest, tags, stop) : parts[0]
                .Flag("isSigned"),
        };
    }

    /// <summary>Returns the time that an entry contains.</summary>
    public static DateTimeOffset TimeOf(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private async Task<List<Entry>> ReadPartsAsync(
        string repository, RemoteManifest index, IReadOnlySet<string> tags, CancellationToken stop)
    {
        var parts = new List<Entry>();
        foreach (var listed in index.Content.Member("manifests").Items())
        {
            if (!Digest.TryParse(listed.TextOf("digest"), out var digest)
                || MediaTypes.IsIndex(listed.TextOf("mediaType")))
            {
                continue;
            }

            var part = await ReadPartAsync(
                repository, await client.GetManifestAsync(repository, digest.ToString(), stop), tags, stop);
            if (listed.Member("platform") is { ValueKind: JsonValueKind.Object } platform)
            {
                part["platform"] = PlatformOf(platform);
            }

            parts.Add(part);
        }

        return parts;
    }

    private async Task<Entry> ReadPartAsync(
        string repository, RemoteManifest manifest, IReadOnlySet<string> tags, CancellationToken stop)
    {
        var described = manifest.Content.Member("config");
        var layers = manifest.Content.Member("layers").Items().ToList();
        var configuration = described.TextOf("mediaType") is MediaTypes.OciConfig or MediaTypes.DockerConfig
            && Digest.TryParse(described.TextOf("digest"), out var digest)
            ? await client.GetConfigurationAsync(repository, digest.ToString(), stop)
            : default;
        var created = new Entry(new Shape(new Field("created", FieldKind.Time)));
        if (configuration.ValueKind == JsonValueKind.Object)
        {
            created = Entry.Read(created.Shape, configuration);
        }

        return new Entry(Shapes.Manifest)
        {
            ["digest"] = manifest.Digest,
            ["configDigest"] = described.TextOf("digest"),
            ["lastUpdated"] = created.Text("created"),
            ["size"] =
                Text(manifest.Size + described.SizeOf("size") + layers.Sum(static layer => layer.SizeOf("size"))),
            ["platform"] = PlatformOf(configuration),
            ["isSigned"] = await IsSignedAsync(repository, manifest.Digest, tags, stop),
            ["layers"] = layers.ConvertAll(static layer => LayerOf(layer)),
        };
    }

    private async Task<bool> IsSignedAsync(
        string repository, string digest, IReadOnlySet<string> tags, CancellationToken stop) =>
        tags.Contains(SignatureKinds.TagOf(Digest.Parse(digest)))
        || (await client.ListReferrersAsync(repository, digest, isRequired: false, stop))
            .Any(static referrer => SignatureKinds.Of(referrer.TextOf("artifactType")) is not null);

    // Configurations and indexes name the members of a platform alike.
    private static Entry PlatformOf(JsonElement owner) => new(FieldOf(Shapes.Manifest, "platform"))
    {
        ["os"] = owner.TextOf("os"),
        ["arch"] = owner.TextOf("architecture"),
        ["variant"] = owner.TextOf("variant"),
    };

    private static Entry LayerOf(JsonElement layer) => new(FieldOf(Shapes.Manifest, "layers"))
    {
        ["size"] = Text(layer.SizeOf("size")),
        ["digest"] = layer.TextOf("digest"),
    };

    private static Shape FieldOf(Shape shape, string name) => shape.Fields[shape.PositionOf(name)].Of!;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
