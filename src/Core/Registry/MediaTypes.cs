using System.Text.RegularExpressions;

namespace Zot.Registry;

/// <summary>The media types that a registry handles.</summary>
public static partial class MediaTypes
{
    /// <summary>An OCI image manifest.</summary>
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>An OCI image index.</summary>
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";

    /// <summary>A Docker image manifest, schema 2.</summary>
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

    /// <summary>A Docker manifest list.</summary>
    public const string DockerList = "application/vnd.docker.distribution.manifest.list.v2+json";

    /// <summary>The configuration of an OCI image.</summary>
    public const string OciConfig = "application/vnd.oci.image.config.v1+json";

    /// <summary>The configuration of a Docker image.</summary>
    public const string DockerConfig = "application/vnd.docker.container.image.v1+json";

    /// <summary>The configuration of an artifact without one: the two bytes <c>{}</c>.</summary>
    public const string OciEmpty = "application/vnd.oci.empty.v1+json";

    /// <summary>Content without a declared type.</summary>
    public const string OctetStream = "application/octet-stream";

    private const string NonDistributable = "application/vnd.oci.image.layer.nondistributable.v1.tar";
    private const string DockerForeign = "application/vnd.docker.image.rootfs.foreign.diff.tar";

    /// <summary>Returns whether a type is an index, which lists other manifests.</summary>
    public static bool IsIndex(string mediaType) => mediaType is OciIndex or DockerList;

    /// <summary>Returns whether a type is a supported manifest or index.</summary>
    public static bool IsManifest(string mediaType) =>
        mediaType is OciManifest or OciIndex or DockerManifest or DockerList;

    /// <summary>
    /// Returns whether a type is one of Docker's manifest types, which are only accepted if the configuration enables
    /// them.
    /// </summary>
    public static bool IsDocker(string mediaType) => mediaType is DockerManifest or DockerList;

    /// <summary>Returns whether a layer type is non-distributable, so that its blob may be stored elsewhere.</summary>
    public static bool IsNonDistributable(string mediaType)
    {
        ArgumentNullException.ThrowIfNull(mediaType);
        return mediaType.StartsWith(NonDistributable, StringComparison.Ordinal)
            || mediaType.StartsWith(DockerForeign, StringComparison.Ordinal);
    }

    /// <summary>Returns whether a text is a well-formed media type: a type and a subtype without parameters.</summary>
    /// <remarks>RFC 6838, section 4.2. A well-formed media type is safe in a header.</remarks>
    public static bool IsWellFormed(string mediaType) => Form().IsMatch(mediaType);

    [GeneratedRegex(
        @"^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
