#if EXT_SEARCH
using Zot.Registry;

namespace Zot.Extensions.Search.Graph;

/// <summary>Maps the media types of Docker to those of OCI: clients of the search know only these.</summary>
internal static class OciTypes
{
    public static string Of(string mediaType) => mediaType switch
    {
        "application/vnd.docker.distribution.manifest.v2+json" => MediaTypes.OciManifest,
        "application/vnd.docker.distribution.manifest.list.v2+json" => MediaTypes.OciIndex,
        _ => mediaType,
    };
}
#endif
