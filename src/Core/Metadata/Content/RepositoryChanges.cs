using Zot.Registry;

namespace Zot.Metadata.Content;

/// <summary>The parts of a repository that may have changed since the last write.</summary>
internal sealed class RepositoryChanges
{
    internal HashSet<string> Tags { get; } = new(StringComparer.Ordinal);

    internal HashSet<Digest> Manifests { get; } = [];

    /// <summary>Indicates whether anything may have changed.</summary>
    internal bool IsAnything { get; set; }

    /// <summary>
    /// The version that was loaded before the recorded changes. They are complete only if the index has this version.
    /// </summary>
    internal string? Loaded { get; set; }

    /// <summary>
    /// The version that includes all changes; <see langword="null"/> if none was reported since the last change.
    /// </summary>
    internal string? Version { get; set; }

    /// <summary>Indicates whether nothing needs to be written, apart from a load.</summary>
    internal bool IsEmpty => Tags.Count == 0 && Manifests.Count == 0 && Version is null;

    /// <summary>Records that the repository was loaded after all changes recorded so far.</summary>
    /// <param name="version">The loaded version; <see langword="null"/> if it is unknown.</param>
    internal void Load(string? version)
    {
        var isFirst = IsEmpty && Loaded is null;
        if (isFirst)
        {
            Loaded = version;
        }

        IsAnything |= version is null || version != (IsEmpty ? Loaded : Version);
    }

    /// <summary>Adds later changes.</summary>
    internal void Add(RepositoryChanges later)
    {
        if (later.Loaded is not null)
        {
            Load(later.Loaded);
        }

        IsAnything |= later.IsAnything;
        Tags.UnionWith(later.Tags);
        Manifests.UnionWith(later.Manifests);
        Version = later.IsEmpty ? Version : later.Version;
    }
}
