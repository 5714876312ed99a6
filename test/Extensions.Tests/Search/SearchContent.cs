#if EXT_SEARCH
using System.Text;
using System.Text.Json.Nodes;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Search;

/// <summary>Pushes images with configurations and annotations.</summary>
internal static class SearchContent
{
    /// <summary>Pushes an image with a configuration, and one layer for each text.</summary>
    public static async Task<Descriptor> PushAsync(
        this IRegistry registry, string repository, string? tag, string config, string layers = "base", string? annotations = null)
    {
        var name = RepositoryName.Parse(repository);
        string[] texts = layers.Length == 0 ? [] : layers.Split(' ');
        await registry.PushBlobsAsync(name, [config, .. texts]);
        var manifest = Some.Image(Some.Config(config), texts.Select(static text => Some.Layer(text)));
        return await registry.PushManifestAsync(name, tag, Annotate(manifest, annotations));
    }

    /// <summary>Pushes an index of manifests.</summary>
    public static Task<Descriptor> PushIndexAsync(
        this IRegistry registry, string repository, string? tag, IEnumerable<Descriptor> manifests, string? annotations = null) =>
        registry.PushManifestAsync(
            RepositoryName.Parse(repository), tag, Annotate(Some.Index(manifests), annotations), MediaTypes.OciIndex);

    /// <summary>Pushes an artifact that refers to a manifest.</summary>
    public static async Task<Descriptor> PushReferrerAsync(
        this IRegistry registry, string repository, Descriptor subject, string type, string? annotations = null, string? tag = null)
    {
        var name = RepositoryName.Parse(repository);
        await registry.PushBlobsAsync(name, "{}", "signed");
        var manifest = Some.Image(layers: [Some.Layer("signed")], subject: subject, artifactType: type);
        return await registry.PushManifestAsync(name, tag, Annotate(manifest, annotations));
    }

    /// <summary>A configuration of a platform and a time, with more members.</summary>
    public static string Config(string architecture, string created, string more = "") =>
        $$"""{"os":"linux","architecture":"{{architecture}}","created":"{{created}}"{{more}}}""";

    private static byte[] Annotate(byte[] manifest, string? annotations)
    {
        if (annotations is null)
        {
            return manifest;
        }

        var json = JsonNode.Parse(manifest)!;
        json["annotations"] = JsonNode.Parse(annotations);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
#endif
