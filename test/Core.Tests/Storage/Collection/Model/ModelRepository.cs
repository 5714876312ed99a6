using Zot.Registry;

namespace Zot.Core.Tests.Storage.Collection.Model;

/// <summary>The expected content of a repository.</summary>
internal sealed class ModelRepository
{
    internal SortedDictionary<string, Digest> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>The manifests of the index, tagged or untagged.</summary>
    internal HashSet<Digest> Manifests { get; } = [];

    internal Dictionary<Digest, ModelFile> Files { get; } = [];

    /// <summary>The recorded statistics of manifests, including removed ones until the next sweep.</summary>
    internal Dictionary<Digest, ManifestStatistics> Noted { get; } = [];

    /// <summary>The start times of the uploads.</summary>
    internal List<DateTimeOffset> Uploads { get; } = [];

    internal void Note(Digest manifest, Func<ManifestStatistics, ManifestStatistics> change) =>
        Noted[manifest] = change(Noted.GetValueOrDefault(manifest) ?? new ManifestStatistics(Pushed: null));
}
