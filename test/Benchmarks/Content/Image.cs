using System.Text;
using Zot.Registry;

namespace Zot.Benchmarks.Content;

/// <summary>The smallest valid image: one configuration, one layer, one manifest.</summary>
internal sealed record Image(Blob Config, Blob Layer, Blob Manifest)
{
    /// <summary>Creates an image that shares no content with any other.</summary>
    internal static Image Unique(int layerLength)
    {
        var layer = Blob.Unique(layerLength);
        var config = Blob.Of(Encoding.UTF8.GetBytes(
            $$$"""{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":["{{{layer.Digest}}}"]}}"""));
        return Of(config, layer, build: 0);
    }

    /// <summary>Creates another build of the same content: only the manifest differs.</summary>
    internal Image Rebuilt(int build) => Of(Config, Layer, build);

    private static Image Of(Blob config, Blob layer, int build)
    {
        var manifest = $$"""
            {
              "schemaVersion": 2,
              "mediaType": "{{MediaTypes.OciManifest}}",
              "config": {
                "mediaType": "{{MediaTypes.OciConfig}}",
                "digest": "{{config.Digest}}",
                "size": {{config.Bytes.Length}}
              },
              "layers": [
                {
                  "mediaType": "application/vnd.oci.image.layer.v1.tar",
                  "digest": "{{layer.Digest}}",
                  "size": {{layer.Bytes.Length}}
                }
              ],
              "annotations": { "build": "{{build}}" }
            }
            """;
        return new Image(config, layer, Blob.Of(Encoding.UTF8.GetBytes(manifest)));
    }
}
