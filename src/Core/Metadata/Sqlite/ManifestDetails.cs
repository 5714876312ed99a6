using Zot.Registry;

namespace Zot.Metadata.Sqlite;

/// <summary>The details of a manifest and its configuration, as stored in the index.</summary>
internal sealed record ManifestDetails
{
    public string? ArtifactType { get; init; }

    public string? Subject { get; init; }

    public long ContentSize { get; init; }

    public DateTimeOffset? Created { get; init; }

    public string? Os { get; init; }

    public string? Architecture { get; init; }

    public DateTimeOffset? Updated { get; init; }

    public string? Config { get; init; }

    public long ConfigSize { get; init; }

    public string? Author { get; init; }

    public IReadOnlyList<Layer>? Layers { get; init; }

    public IReadOnlyList<string>? Children { get; init; }

    public IReadOnlyDictionary<string, ChildPlatform>? ChildPlatforms { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Creates the details of a manifest that was read.</summary>
    internal static ManifestDetails Of(ManifestRecord manifest) => new()
    {
        ArtifactType = manifest.ArtifactType,
        Subject = manifest.Subject?.ToString(),
        ContentSize = manifest.ContentSize,
        Created = manifest.Created,
        Updated = manifest.Updated,
        Os = manifest.Platform?.Os,
        Architecture = manifest.Platform?.Architecture,
        Config = manifest.Config?.ToString(),
        ConfigSize = manifest.ConfigSize,
        Author = manifest.Author,
        Layers = manifest.Layers.Count == 0
            ? null
            : [.. manifest.Layers.Select(static layer => new Layer(layer.Digest.ToString(), layer.Size))],
        Children = manifest.Children.Count == 0
            ? null
            : [.. manifest.Children.Select(static child => child.ToString())],
        ChildPlatforms = manifest.ChildPlatforms.Count == 0 ? null : manifest.ChildPlatforms.ToDictionary(
            static child => child.Key.ToString(),
            static child => new ChildPlatform(child.Value.Os, child.Value.Architecture)),
        Annotations = manifest.Annotations.Count == 0 ? null : manifest.Annotations,
        Labels = manifest.Labels.Count == 0 ? null : manifest.Labels,
    };

    /// <summary>Adds the details to a record that was made from the descriptor.</summary>
    internal ManifestRecord Complete(ManifestRecord manifest) => manifest with
    {
        IsRead = true,
        ArtifactType = ArtifactType,
        Subject = Parse(Subject),
        ContentSize = ContentSize,
        Created = Created,
        Updated = Updated,
        Platform = Os is null && Architecture is null ? null : new ImagePlatform(Os ?? "", Architecture ?? ""),
        Config = Parse(Config),
        ConfigSize = ConfigSize,
        Author = Author,
        Layers = [.. (Layers ?? []).Select(static layer => new LayerRecord(Digest.Parse(layer.Digest), layer.Size))],
        Children = [.. (Children ?? []).Select(Digest.Parse)],
        ChildPlatforms = (ChildPlatforms ?? new Dictionary<string, ChildPlatform>()).ToDictionary(
            static child => Digest.Parse(child.Key),
            static child => new ImagePlatform(child.Value.Os, child.Value.Architecture)),
        Annotations = Annotations ?? manifest.Annotations,
        Labels = Labels ?? manifest.Labels,
    };

    private static Digest? Parse(string? digest) => digest is null ? null : Digest.Parse(digest);

    /// <summary>A layer, as stored.</summary>
    internal sealed record Layer(string Digest, long Size);

    /// <summary>The platform that an index declares, as stored.</summary>
    internal sealed record ChildPlatform(string Os, string Architecture);
}
