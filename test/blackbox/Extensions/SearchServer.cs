using System.Text;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Extensions;

/// <summary>A server with the search, and the content that its tests query, if its build is tested.</summary>
public sealed class SearchServer : IAsyncLifetime
{
    private ZotProcess? _zot;

    /// <summary>The server; skips the test of a build that is not tested.</summary>
    internal ZotProcess Zot
    {
        get
        {
            Assert.SkipUnless(_zot is not null, "this build has no search extension, or is not tested");
            return _zot;
        }
    }

    /// <summary>The base layer of several images.</summary>
    internal static Blob Base { get; } = Layer("base");

    /// <summary><c>library/nginx:v1.0</c>, which is signed and has an SBOM.</summary>
    internal static Manifest Old { get; } = Image(
        Config("amd64", "2020-01-01T00:00:00Z", ",\"author\":\"Ada\",\"config\":{\"Labels\":{\"org.opencontainers.image.title\":\"T\"}}"
            + ",\"history\":[{\"created_by\":\"ADD\"},{\"created_by\":\"ENV\",\"empty_layer\":true}]"),
        [Base]);

    /// <summary><c>library/nginx:V2.0-RC</c>, built on it.</summary>
    internal static Manifest New { get; } = Image(
        Config("arm64", "2024-01-01T00:00:00Z"), [Base, Layer("new")],
        static json => json["annotations"] = new JsonObject
        {
            ["org.opencontainers.image.vendor"] = "acme",
            ["org.opencontainers.image.description"] = "D",
        });

    /// <summary>The manifests of <c>team/tools:multi</c>: the second has the platform of the index only.</summary>
    internal static IReadOnlyList<Manifest> Parts { get; } =
    [
        Image(Config("amd64", "2021-01-01T00:00:00Z"), [Base, Layer("tools")]), Image(new Blob(MediaType.Config, "{}"u8.ToArray()), [Layer("plain")]),
    ];

    /// <summary><c>team/tools:multi</c>.</summary>
    internal static Manifest Multi { get; } = Manifest.Index(Parts, static json =>
    {
        json.Remove("annotations");
        json["manifests"]![1]!["platform"] = new JsonObject { ["os"] = "linux", ["architecture"] = "arm", ["variant"] = "v7" };
    });

    /// <summary><c>team/docker:v1</c>, in Docker's format.</summary>
    internal static Manifest Docker { get; } = Image(
        Config("s390x", "2019-01-01T00:00:00Z") with { MediaType = MediaType.DockerConfig }, [Layer("docker") with { MediaType = MediaType.DockerLayer }],
        static json => json["mediaType"] = MediaType.DockerImage) with
    { MediaType = MediaType.DockerImage };

    /// <summary>The SBOM of <see cref="Old"/>.</summary>
    internal static Manifest Sbom { get; } = Referrer("application/spdx+json");

    public async ValueTask InitializeAsync()
    {
        if (!ZotBinary.Builds.Contains("full"))
        {
            return;
        }

        var zot = await ZotProcess.StartAsync("full", static (options, _) =>
        {
            options["http"]!["compat"] = new JsonArray("docker2s2");
            options["extensions"] = new JsonObject { ["search"] = new JsonObject { ["enable"] = true } };
        });
        await zot.Client.PushAsync("library/nginx", Old, "v1.0");
        await zot.Client.PushAsync("library/nginx", New, "V2.0-RC");
        await zot.Client.PushAsync("team/tools", Multi, "multi");
        await zot.Client.PushAsync("team/docker", Docker, "v1");
        await zot.Client.PushAsync("library/nginx", Sbom);
        await zot.Client.PushAsync("library/nginx", Referrer("application/vnd.cncf.notary.signature"));
        _zot = (await zot.Client.GetAsync("/v2/_oci/ext/discover")).Text.Contains("/v2/_zot/ext/search", StringComparison.Ordinal) ? zot : null;
        if (_zot is null)
        {
            await zot.DisposeAsync();
        }
    }

    public ValueTask DisposeAsync() => _zot?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Returns a text with the digests of images: <c>$old</c> and so on.</summary>
    internal static string Fill(string text) => text
        .Replace("$old", Old.Digest, StringComparison.Ordinal).Replace("$new", New.Digest, StringComparison.Ordinal)
        .Replace("$multi", Multi.Digest, StringComparison.Ordinal).Replace("$sbom", Sbom.Digest, StringComparison.Ordinal)
        .Replace("$part0", Parts[0].Digest, StringComparison.Ordinal).Replace("$part1", Parts[1].Digest, StringComparison.Ordinal)
        .Replace("$docker", Docker.Digest, StringComparison.Ordinal).Replace("$base", Base.Digest, StringComparison.Ordinal)
        .Replace("$hex", Base.Digest[7..19], StringComparison.Ordinal)
        .Replace("$config", Old.Blobs[0].Digest, StringComparison.Ordinal)
        .Replace("$size", $"{Old.Content.Length + Old.Blobs.Sum(static blob => blob.Content.Length)}", StringComparison.Ordinal);

    private static Blob Layer(string text) => new(MediaType.Layer, Encoding.UTF8.GetBytes(text));

    private static Blob Config(string architecture, string created, string more = "") => new(
        MediaType.Config,
        Encoding.UTF8.GetBytes($$"""{"os":"linux","architecture":"{{architecture}}","created":"{{created}}"{{more}}}"""));

    private static Manifest Image(Blob config, IReadOnlyList<Blob> layers, Action<JsonObject>? change = null) =>
        Manifest.Image(config, layers, change);

    private static Manifest Referrer(string type) => Manifest.Image(Blob.Empty, [Layer(type)], json =>
    {
        json["artifactType"] = type;
        json["subject"] = Old.Describe();
        json["annotations"] = new JsonObject { ["key"] = "value" };
    });
}
