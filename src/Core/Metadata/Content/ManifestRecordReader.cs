using System.Text.Json;
using Microsoft.Extensions.Logging;
using Zot.Registry;

namespace Zot.Metadata.Content;

/// <summary>Reads manifests for the index.</summary>
/// <param name="content">The source of manifests, below the layer that counts pulls.</param>
/// <param name="logger">The log of manifests that cannot be read.</param>
internal sealed partial class ManifestRecordReader(IRegistryReader content, ILogger logger)
{
    // A longer blob is not an image configuration, and reading it would delay the index.
    private const int MaxConfigLength = 4 * 1024 * 1024;

    private readonly ILogger _logger = logger;

    /// <summary>
    /// Reads a manifest; the record has only the descriptor's values if it is missing, damaged or unreadable.
    /// Unexpected failures are logged.
    /// </summary>
    /// <exception cref="IOException">The medium cannot be read.</exception>
    internal async ValueTask<ManifestRecord> ReadAsync(
        RepositoryName repository, Descriptor descriptor, CancellationToken cancellationToken)
    {
        var unread = new ManifestRecord(descriptor.Digest, descriptor.MediaType, descriptor.Size);
        try
        {
            return await FindAsync(repository, descriptor, cancellationToken) is { } manifest
                ? await ReadAsync(repository, manifest, unread, cancellationToken)
                : unread;
        }
        catch (Exception cause)
            when (cause is not (OperationCanceledException
                or IOException or InvalidDataException or UnauthorizedAccessException))
        {
            // A single manifest of a client must not keep all others out of the index, regardless of the exception.
            LogNotRead(cause, descriptor.Digest.ToString(), repository.ToString());
            return unread;
        }
    }

    private async ValueTask<Manifest?> FindAsync(
        RepositoryName repository, Descriptor descriptor, CancellationToken cancellationToken)
    {
        if (!MediaTypes.IsManifest(descriptor.MediaType)
            || await content.GetManifestAsync(
                repository, Reference.To(descriptor.Digest), cancellationToken) is not { } stored)
        {
            return null;
        }

        try
        {
            return Manifest.Parse(descriptor.MediaType, stored.Content);
        }
        catch (RegistryException)
        {
            return null;
        }
    }

    private async ValueTask<ManifestRecord> ReadAsync(
        RepositoryName repository, Manifest manifest, ManifestRecord unread, CancellationToken cancellationToken)
    {
        var config =
            IsImage(manifest.Config) ? await ReadConfigAsync(repository, manifest.Config!, cancellationToken) : null;
        var annotations = manifest.Annotations ?? unread.Annotations;
        var labels = config?.ReadLabels() ?? unread.Labels;
        var created = config?.Created ?? (config?.History is [.., { } last] ? last.Created : null);
        return unread with
        {
            IsRead = true,
            ArtifactType = manifest.EffectiveArtifactType,
            Subject = manifest.Subject?.Digest,
            Config = manifest.Config?.Digest,
            ConfigSize = manifest.Config?.Size ?? 0,
            Layers = [.. manifest.Layers.Select(static layer => new LayerRecord(layer.Digest, layer.Size))],
            ContentSize = SumSizes(manifest.Blobs),
            Created = created,
            Updated = ImageAnnotations.FindCreated(annotations, labels) ?? created,
            Author = config?.ReadAuthor(),
            Platform = ImagePlatform.Of(config?.Os, config?.Architecture, config?.Variant),
            Children = [.. manifest.Manifests.Select(static child => child.Digest)],
            ChildPlatforms = PlatformsOf(manifest.Manifests),
            Annotations = annotations,
            Labels = labels,
        };
    }

    private static Dictionary<Digest, ImagePlatform> PlatformsOf(IEnumerable<Descriptor> manifests)
    {
        Dictionary<Digest, ImagePlatform> platforms = [];
        foreach (var manifest in manifests)
        {
            // Of a manifest that is listed twice, the first platform applies, as the first position does.
            if (manifest.Platform is { } declared
                && ImagePlatform.Of(declared.Os, declared.Architecture, declared.Variant)
                    is { IsDeclared: true } platform)
            {
                platforms.TryAdd(manifest.Digest, platform);
            }
        }

        return platforms;
    }

    private static bool IsImage(Descriptor? config) =>
        config is { MediaType: MediaTypes.OciConfig or MediaTypes.DockerConfig, Size: <= MaxConfigLength };

    // The sizes come from the client and are unchecked where blobs need not exist.
    private static long SumSizes(IEnumerable<Descriptor> blobs) =>
        blobs.Aggregate(0L, static (sum, blob) => blob.Size > long.MaxValue - sum ? long.MaxValue : sum + blob.Size);

    private async ValueTask<ImageConfig?> ReadConfigAsync(
        RepositoryName repository, Descriptor config, CancellationToken cancellationToken)
    {
        await using var blob = await content.OpenBlobAsync(repository, config.Digest, cancellationToken);
        if (blob is null || await blob.ReadAllAsync(MaxConfigLength, cancellationToken) is not { } bytes)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(LenientJson.Repair(bytes).Span, ImageConfigJson.Default.ImageConfig);
        }
        catch (JsonException)
        {
            return null; // not a valid configuration; the image is served nevertheless
        }
    }

    [LoggerMessage(4090, LogLevel.Error,
        "failed to read manifest into the metadata index, keeping only its descriptor: {Digest} in {Repository}")]
    private partial void LogNotRead(Exception cause, string digest, string repository);
}
