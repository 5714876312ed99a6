#if EXT_LINT
using System.Text.Json;
using Zot.Registry;

namespace Zot.Extensions.Lint;

/// <summary>The labels in an image configuration.</summary>
/// <remarks>image-spec v1.1.1, config.md, <c>config.Labels</c>.</remarks>
/// <param name="Keys">The label keys.</param>
/// <param name="Fault">
/// The reason why the labels cannot be read; <see langword="null"/> if they were read, or if there are none.
/// </param>
internal sealed record ConfigLabels(IReadOnlyList<string> Keys, string? Fault)
{
    /// <summary>4 MiB: the maximum configuration size that skopeo, podman and buildah read.</summary>
    public const int MaxConfigLength = 4 * 1024 * 1024;

    private static readonly MemberNames Members = new("config");

    private static readonly MemberNames ConfigMembers = new("Labels");

    /// <summary>Reads the labels; a configuration that is too long or not JSON has none.</summary>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.ManifestBlobUnknown"/>: the configuration is missing.
    /// </exception>
    public static async ValueTask<ConfigLabels> ReadAsync(
        IRegistry registry, RepositoryName repository, Descriptor config, CancellationToken cancellationToken)
    {
        await using var blob = await registry.OpenBlobAsync(repository, config.Digest, cancellationToken)
            ?? throw RegistryError.ManifestBlobUnknown.With("digest", config.Digest);
        return await blob.ReadAllAsync(MaxConfigLength, cancellationToken) is { } content
            ? Parse(content)
            : new([], $"the config is larger than {MaxConfigLength} bytes, so its labels are ignored");
    }

    private static ConfigLabels Parse(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = LenientJson.Parse(content);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return new([], "the config is not JSON");
        }
    }

    private static ConfigLabels Read(JsonElement root)
    {
        if (Find(root, Members, out var ambiguous) is not { } config
            || Find(config, ConfigMembers, out ambiguous) is not { } labels)
        {
            return new(
                [],
                ambiguous is null ? null : $"the config has '{ambiguous}' more than once, so its labels are ignored");
        }

        return new([.. labels.EnumerateObject().Select(static label => label.Name)], null);
    }

    // An object that clients may read differently has no labels: the check must see the same labels as all clients.
    private static JsonElement? Find(JsonElement owner, MemberNames names, out string? ambiguous)
    {
        ambiguous = null;
        return owner.ValueKind == JsonValueKind.Object
            && names.Read(owner, out _, out ambiguous)[0] is { ValueKind: JsonValueKind.Object } found
            && ambiguous is null
                ? found
                : null;
    }
}
#endif
