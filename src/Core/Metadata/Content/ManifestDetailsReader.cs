using System.Text.Json;
using Zot.Registry;

namespace Zot.Metadata.Content;

/// <summary>Reads what the index keeps of manifests.</summary>
/// <param name="content">Where they are, below whatever counts pulls.</param>
internal sealed class ManifestDetailsReader(IRegistryReader content)
{
    // A longer one is no configuration of an image; nobody would wait for it to be read.
    private const int MaxConfigLength = 4 * 1024 * 1024;

    /// <summary>Reads a manifest; <see langword="null"/> when it is absent or damaged.</summary>
    internal async ValueTask<ManifestDetails?> ReadAsync(RepositoryName repository, Descriptor descriptor, CancellationToken cancellationToken)
    {
        if (!MediaTypes.IsManifest(descriptor.MediaType)
            || await content.GetManifestAsync(repository, Reference.To(descriptor.Digest), cancellationToken) is not { } stored)
        {
            return null;
        }

        Manifest manifest;
        try
        {
            manifest = Manifest.Parse(descriptor.MediaType, stored.Content);
        }
        catch (RegistryException)
        {
            return null;
        }

        var config = IsImage(manifest.Config) ? await ReadConfigAsync(repository, manifest.Config!, cancellationToken) : null;
        return new ManifestDetails
        {
            ArtifactType = manifest.EffectiveArtifactType,
            Subject = manifest.Subject?.Digest.ToString(),
            ContentSize = manifest.Blobs.Sum(static blob => blob.Size),
            Created = config?.Created ?? (config?.History is [.., var last] ? last.Created : null),
            Os = config?.Os,
            Architecture = Join(config?.Architecture, config?.Variant),
            Children = manifest.Manifests.Count == 0 ? null : [.. manifest.Manifests.Select(static child => child.Digest.ToString())],
            Annotations = manifest.Annotations,
        };
    }

    private static bool IsImage(Descriptor? config) =>
        config is { MediaType: MediaTypes.OciConfig or MediaTypes.DockerConfig, Size: <= MaxConfigLength };

    private static string? Join(string? architecture, string? variant) =>
        string.IsNullOrEmpty(variant) ? architecture : $"{architecture}/{variant}";

    private async ValueTask<ImageConfig?> ReadConfigAsync(RepositoryName repository, Descriptor config, CancellationToken cancellationToken)
    {
        await using var blob = await content.OpenBlobAsync(repository, config.Digest, cancellationToken);
        if (blob is null || blob.Descriptor.Size > MaxConfigLength)
        {
            return null;
        }

        var bytes = new byte[blob.Descriptor.Size];
        for (var read = 0; read < bytes.Length;)
        {
            var count = await blob.ReadAsync(read, bytes.AsMemory(read), cancellationToken);
            if (count == 0)
            {
                return null;
            }

            read += count;
        }

        try
        {
            return JsonSerializer.Deserialize(bytes, ImageConfigJson.Default.ImageConfig);
        }
        catch (JsonException)
        {
            return null; // not what it calls itself; the image is served all the same
        }
    }
}
