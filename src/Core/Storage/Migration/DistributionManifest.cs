using System.Text.Json;
using Zot.Registry;

namespace Zot.Storage.Migration;

/// <summary>A manifest as it lies in a directory of the distribution registry, which does not note its type.</summary>
/// <param name="Descriptor">Its type, digest and size.</param>
/// <param name="Content">The exact bytes.</param>
/// <param name="Manifest">What they say.</param>
internal sealed record DistributionManifest(Descriptor Descriptor, byte[] Content, Manifest Manifest)
{
    private static readonly MemberNames Members = new("schemaVersion", "mediaType", "manifests");

    /// <summary>Reads a manifest, and compares it with its digest.</summary>
    /// <exception cref="MigrationFaultException">It is absent, damaged, or of a kind that is not taken.</exception>
    internal static DistributionManifest Read(DistributionDirectory source, Digest digest)
    {
        var content = ReadContent(source.FileOf(digest));
        if (digest.Algorithm.Compute(content) is var actual && actual != digest)
        {
            throw new MigrationFaultException($"the manifest is damaged: its bytes have the digest {actual}");
        }

        var mediaType = TypeOf(content);
        try
        {
            return new DistributionManifest(
                new Descriptor(mediaType, digest, content.Length), content, Manifest.Parse(mediaType, content));
        }
        catch (RegistryException refusal)
        {
            throw new MigrationFaultException($"the manifest is not valid: {refusal.Detail.Reason ?? refusal.Message}", refusal);
        }
    }

    private static byte[] ReadContent(string path)
    {
        try
        {
            return new FileInfo(path).Length <= ManifestPush.MaxContentLength
                ? File.ReadAllBytes(path)
                : throw new MigrationFaultException($"the manifest is larger than {ManifestPush.MaxContentLength} bytes");
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MigrationFaultException("the manifest is not there", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new MigrationFaultException($"the manifest cannot be read: {cause.Message}", cause);
        }
    }

    // As the distribution registry finds it out itself: manifests.go, "Get".
    private static string TypeOf(byte[] content)
    {
        try
        {
            using var json = LenientJson.Parse(content);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new MigrationFaultException("the manifest is not valid: it is no JSON object");
            }

            var members = Members.Read(root, out _, out _);
            var (version, type, listed) = (members[0], members[1], members[2]);
            if (version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number == 1)
            {
                throw new MigrationFaultException("the manifest is of Docker's schema 1, which is not taken: push the image again with a client of today");
            }

            if (type.ValueKind == JsonValueKind.String && type.GetString() is { Length: > 0 } mediaType)
            {
                return MediaTypes.IsManifest(mediaType) ? mediaType : throw new MigrationFaultException($"the manifest is of the type '{mediaType}', which is not taken");
            }

            return listed.ValueKind == JsonValueKind.Array ? MediaTypes.OciIndex : MediaTypes.OciManifest;
        }
        catch (JsonException cause)
        {
            throw new MigrationFaultException($"the manifest is not valid: {cause.Message}", cause);
        }
    }
}
