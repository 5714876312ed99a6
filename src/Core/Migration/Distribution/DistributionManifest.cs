using System.Text.Json;
using Zot.Registry;

namespace Zot.Migration.Distribution;

/// <summary>A manifest in a directory of the distribution registry, which does not record its media type.</summary>
/// <param name="Descriptor">The media type, digest and size.</param>
/// <param name="Content">The exact bytes.</param>
/// <param name="Manifest">The parsed content.</param>
internal sealed record DistributionManifest(Descriptor Descriptor, byte[] Content, Manifest Manifest)
{
    private static readonly MemberNames Members = new("schemaVersion", "mediaType", "manifests");

    /// <summary>Reads a manifest and verifies its digest.</summary>
    /// <exception cref="MigrationFaultException">
    /// The manifest is missing, damaged, or of an unsupported type.
    /// </exception>
    internal static DistributionManifest Read(DistributionDirectory source, Digest digest)
    {
        var content = ReadContent(source.FileOf(digest));
        if (digest.Algorithm.Compute(content) is var actual && actual != digest)
        {
            throw new MigrationFaultException($"the manifest is damaged: its actual digest is {actual}");
        }

        var mediaType = TypeOf(content);
        try
        {
            return new DistributionManifest(
                new Descriptor(mediaType, digest, content.Length), content, Manifest.Parse(mediaType, content));
        }
        catch (RegistryException refusal)
        {
            throw new MigrationFaultException(
                $"the manifest is invalid: {refusal.Detail.Reason ?? refusal.Message}", refusal);
        }
    }

    private static byte[] ReadContent(string path)
    {
        try
        {
            return new FileInfo(path).Length <= ManifestPush.MaxContentLength
                ? File.ReadAllBytes(path)
                : throw new MigrationFaultException(
                    $"the manifest is larger than {ManifestPush.MaxContentLength} bytes");
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MigrationFaultException("the manifest is missing", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new MigrationFaultException($"the manifest cannot be read: {cause.Message}", cause);
        }
    }

    // The same detection as in the distribution registry: manifests.go, "Get".
    private static string TypeOf(byte[] content)
    {
        try
        {
            using var json = LenientJson.Parse(content);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new MigrationFaultException("the manifest is invalid: it is not a JSON object");
            }

            var members = Members.Read(root, out _, out _);
            var (version, type, listed) = (members[0], members[1], members[2]);
            if (version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number == 1)
            {
                throw new MigrationFaultException("the manifest uses Docker's schema 1, which is not supported: "
                    + "push the image again with a current client");
            }

            if (type.ValueKind == JsonValueKind.String && type.GetString() is { Length: > 0 } mediaType)
            {
                return MediaTypes.IsManifest(mediaType) ? mediaType : throw new MigrationFaultException(
                    $"the manifest has the media type '{mediaType}', which is not supported");
            }

            return listed.ValueKind == JsonValueKind.Array ? MediaTypes.OciIndex : MediaTypes.OciManifest;
        }
        catch (JsonException cause)
        {
            throw new MigrationFaultException($"the manifest is invalid: {cause.Message}", cause);
        }
    }
}
