#if EXT_SYNC
using System.Text.Json;
using Zot.Registry;

namespace Zot.Extensions.Sync.Copying;

/// <summary>The platforms of the entries of an index.</summary>
internal sealed class IndexPlatforms
{
    private readonly Dictionary<Digest, string> _platforms = [];
    private readonly Dictionary<Digest, Digest?> _attestations = [];

    /// <summary>Reads an index. Entries that are not readable have no platform.</summary>
    public static IndexPlatforms Read(ManifestContent index)
    {
        var read = new IndexPlatforms();
        using var document = LenientJson.Parse(index.Content);
        if (document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("manifests", out var manifests)
                && manifests.ValueKind == JsonValueKind.Array)
        {
            foreach (var entry in manifests.EnumerateArray())
            {
                read.Add(entry);
            }
        }

        return read;
    }

    /// <summary>
    /// Returns whether an entry is an attestation of BuildKit, whose absence does not damage the index.
    /// </summary>
    public bool IsAttestation(Digest entry) => _attestations.ContainsKey(entry);

    /// <summary>Returns whether an entry is to be copied.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="platforms">The platforms, as <c>os/architecture[/variant]</c>; empty for all.</param>
    public bool Includes(Digest entry, IReadOnlyList<string> platforms)
    {
        if (platforms.Count == 0)
        {
            return true;
        }

        if (_attestations.TryGetValue(entry, out var subject))
        {
            return subject is { } image && !_attestations.ContainsKey(image) && Includes(image, platforms);
        }

        // An entry without a platform may be an index, or an artifact that all platforms share.
        return !_platforms.TryGetValue(entry, out var platform)
            || platforms.Any(wanted => platform == wanted
                || platform.StartsWith(wanted + "/", StringComparison.Ordinal));
    }

    private void Add(JsonElement entry)
    {
        if (!Digest.TryParse(Text(entry, "digest"), out var digest))
        {
            return;
        }

        if (Member(entry, "annotations") is { } annotations
            && Text(annotations, "vnd.docker.reference.type") == "attestation-manifest")
        {
            _attestations[digest] = Digest.TryParse(Text(annotations, "vnd.docker.reference.digest"), out var subject)
                ? subject : null;
        }

        if (Member(entry, "platform") is { } platform && Text(platform, "os") is { } os
            && Text(platform, "architecture") is { } architecture)
        {
            _platforms[digest] = Text(platform, "variant") is { Length: > 0 } variant
                ? $"{os}/{architecture}/{variant}"
                : $"{os}/{architecture}";
        }
    }

    private static JsonElement? Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Object ? value : null;

    private static string? Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
#endif
