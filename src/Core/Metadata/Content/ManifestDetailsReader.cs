using System.Text.Json;
using Microsoft.Extensions.Logging;
using Zot.Registry;

namespace Zot.Metadata.Content;

/// <summary>Reads what the index keeps of manifests.</summary>
/// <param name="content">Where they are, below whatever counts pulls.</param>
/// <param name="logger">The log of manifests that cannot be read.</param>
internal sealed partial class ManifestDetailsReader(IRegistryReader content, ILogger logger)
{
    // A longer one is no configuration of an image; nobody would wait for it to be read.
    private const int MaxConfigLength = 4 * 1024 * 1024;

    private readonly ILogger _logger = logger;

    /// <summary>Reads a manifest; <see langword="null"/> when it is missing, damaged or cannot be read, which is logged.</summary>
    /// <exception cref="IOException">The medium cannot be read.</exception>
    internal async ValueTask<ManifestDetails?> ReadAsync(RepositoryName repository, Descriptor descriptor, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadContentAsync(repository, descriptor, cancellationToken);
        }
        catch (Exception cause) when (cause is not (OperationCanceledException or IOException or InvalidDataException or UnauthorizedAccessException))
        {
            // One manifest of a client must not keep all others out of the index, whatever it makes the reader throw.
            LogNotRead(cause, descriptor.Digest.ToString(), repository.ToString());
            return null;
        }
    }

    private async ValueTask<ManifestDetails?> ReadContentAsync(RepositoryName repository, Descriptor descriptor, CancellationToken cancellationToken)
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
            ContentSize = SumSizes(manifest.Blobs),
            Created = config?.Created ?? (config?.History is [.., { } last] ? last.Created : null),
            Os = config?.Os,
            Architecture = Join(config?.Architecture, config?.Variant),
            Children = manifest.Manifests.Count == 0 ? null : [.. manifest.Manifests.Select(static child => child.Digest.ToString())],
            Annotations = manifest.Annotations,
        };
    }

    private static bool IsImage(Descriptor? config) =>
        config is { MediaType: MediaTypes.OciConfig or MediaTypes.DockerConfig, Size: <= MaxConfigLength };

    // The sizes are the client's, and not checked where the blobs need not exist.
    private static long SumSizes(IEnumerable<Descriptor> blobs) =>
        blobs.Aggregate(0L, static (sum, blob) => blob.Size > long.MaxValue - sum ? long.MaxValue : sum + blob.Size);

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
            return JsonSerializer.Deserialize(LenientJson.Repair(bytes).Span, ImageConfigJson.Default.ImageConfig);
        }
        catch (JsonException)
        {
            return null; // not what it calls itself; the image is served all the same
        }
    }

    [LoggerMessage(4090, LogLevel.Error, "manifest cannot be read into the metadata index, its descriptor is kept: {Digest} in {Repository}")]
    private partial void LogNotRead(Exception cause, string digest, string repository);
}
