using Zot.Registry;

namespace Zot.Metadata.Content;

/// <summary>What of a repository may not be as it was when it was written last.</summary>
internal sealed class RepositoryChanges
{
    internal HashSet<string> Tags { get; } = new(StringComparer.Ordinal);

    internal HashSet<Digest> Manifests { get; } = [];

    /// <summary>Whether it may be anything.</summary>
    internal bool IsAnything { get; set; }

    /// <summary>The version that was read before the rest happened: only if it is the one in the index, the rest is all.</summary>
    internal string? Loaded { get; set; }

    /// <summary>The version that has all of it; <see langword="null"/> when none has been told since the last change.</summary>
    internal string? Version { get; set; }

    /// <summary>Whether there is anything to write, once it is known what was read.</summary>
    internal bool IsEmpty => Tags.Count == 0 && Manifests.Count == 0 && Version is null;

    /// <summary>Notes that it was read, after all that is noted so far.</summary>
    /// <param name="version">What was read; <see langword="null"/> when that may be anything.</param>
    internal void Load(string? version)
    {
        var isFirst = IsEmpty && Loaded is null;
        if (isFirst)
        {
            Loaded = version;
        }

        IsAnything |= version is null || version != (IsEmpty ? Loaded : Version);
    }

    /// <summary>Adds what came later.</summary>
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
