using Zot.Registry;

namespace Zot.Storage.Tests.Model;

/// <summary>What a repository should hold.</summary>
internal sealed class ModelRepository
{
    internal SortedDictionary<string, Digest> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>The manifests of the index, with tag or without.</summary>
    internal HashSet<Digest> Manifests { get; } = [];

    internal Dictionary<Digest, ModelFile> Files { get; } = [];

    /// <summary>What was noted of manifests, those that are gone included until a sweep has settled it.</summary>
    internal Dictionary<Digest, ManifestStatistics> Noted { get; } = [];

    /// <summary>When each upload was begun.</summary>
    internal List<DateTimeOffset> Uploads { get; } = [];

    internal void Note(Digest manifest, Func<ManifestStatistics, ManifestStatistics> change) =>
        Noted[manifest] = change(Noted.GetValueOrDefault(manifest) ?? new ManifestStatistics(Pushed: null));
}
