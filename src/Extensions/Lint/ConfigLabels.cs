#if EXT_LINT
using System.Text.Json;
using Zot.Registry;

namespace Zot.Extensions.Lint;

/// <summary>The labels in the configuration of an image.</summary>
/// <remarks>image-spec v1.1.1, config.md, <c>config.Labels</c>.</remarks>
/// <param name="Keys">What they are called.</param>
/// <param name="Fault">Why they cannot be read; <see langword="null"/> when they were, or when there are none.</param>
internal sealed record ConfigLabels(IReadOnlyList<string> Keys, string? Fault)
{
    /// <summary>4 MiB: what skopeo, podman and buildah read of a configuration at most.</summary>
    public const int MaxConfigLength = 4 * 1024 * 1024;

    /// <summary>Reads them; a configuration that is too long or no JSON has none.</summary>
    /// <exception cref="RegistryException"><see cref="RegistryError.ManifestBlobUnknown"/>: the configuration is absent.</exception>
    public static async ValueTask<ConfigLabels> ReadAsync(
        IRegistry registry, RepositoryName repository, Descriptor config, CancellationToken cancellationToken)
    {
        await using var blob = await registry.OpenBlobAsync(repository, config.Digest, cancellationToken)
            ?? throw RegistryError.ManifestBlobUnknown.With("digest", config.Digest);
        if (blob.Descriptor.Size > MaxConfigLength)
        {
            return new([], $"the config has more than {MaxConfigLength} bytes, so its labels do not count");
        }

        var content = new byte[blob.Descriptor.Size];
        var length = 0;
        while (length < content.Length
            && await blob.ReadAsync(length, content.AsMemory(length), cancellationToken) is > 0 and var read)
        {
            length += read;
        }

        return Parse(content.AsMemory(0, length));
    }

    private static ConfigLabels Parse(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return new(KeysOf(document.RootElement), null);
        }
        catch (JsonException)
        {
            return new([], "the config is not JSON");
        }
    }

    private static List<string> KeysOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object
        && config.TryGetProperty("Labels", out var labels) && labels.ValueKind == JsonValueKind.Object
            ? [.. labels.EnumerateObject().Select(static label => label.Name)]
            : [];
}
#endif
