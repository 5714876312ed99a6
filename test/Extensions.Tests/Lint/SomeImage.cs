#if EXT_LINT
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Lint;

/// <summary>An image with annotations and labels.</summary>
internal static class SomeImage
{
    /// <summary>A configuration with these labels.</summary>
    public static byte[] Config(params IEnumerable<string> labels) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["architecture"] = "amd64",
        ["config"] = new JsonObject { ["Labels"] = Values(labels) },
    });

    /// <summary>Pushes a configuration with any content.</summary>
    public static async Task<Descriptor> PushConfigAsync(this IRegistry registry, byte[] content, string mediaType = MediaTypes.OciConfig) =>
        await registry.PushBlobAsync(Some.Repository, content) with { MediaType = mediaType };

    /// <summary>The bytes of a manifest with these annotations.</summary>
    public static byte[] Manifest(Descriptor config, IEnumerable<string> annotations, string? artifactType = null)
    {
        var manifest = JsonNode.Parse(Some.Image(config, artifactType: artifactType))!.AsObject();
        manifest["annotations"] = Values(annotations);
        return Encoding.UTF8.GetBytes(manifest.ToJsonString());
    }

    private static JsonObject Values(IEnumerable<string> keys) => new(keys.Select(static key => KeyValuePair.Create(key, (JsonNode?)"")));
}
#endif
