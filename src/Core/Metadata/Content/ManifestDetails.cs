using Zot.Registry;

namespace Zot.Metadata.Content;

/// <summary>The details of a manifest and its configuration, as stored in the index.</summary>
internal sealed record ManifestDetails
{
    public string? ArtifactType { get; init; }

    public string? Subject { get; init; }

    public long ContentSize { get; init; }

    public DateTimeOffset? Created { get; init; }

    public string? Os { get; init; }

    public string? Architecture { get; init; }

    public IReadOnlyList<string>? Children { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>Adds the details to a record that was made from the descriptor.</summary>
    internal ManifestRecord Complete(ManifestRecord manifest) => manifest with
    {
        IsRead = true,
        ArtifactType = ArtifactType,
        Subject = Subject is null ? null : Digest.Parse(Subject),
        ContentSize = ContentSize,
        Created = Created,
        Platform = Os is null && Architecture is null ? null : new ImagePlatform(Os ?? "", Architecture ?? ""),
        Children = [.. (Children ?? []).Select(Digest.Parse)],
        Annotations = Annotations ?? manifest.Annotations,
    };
}
