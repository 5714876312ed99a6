using Zot.Registry;

namespace Zot.Storage.Indexing;

/// <summary>The index of a repository, for consumers that track its content.</summary>
internal sealed class RepositoryListing(RepositoryIndex index, string? version, DateTimeOffset modified)
    : IRepositoryListing
{
    public string? Version => version;

    public DateTimeOffset Modified => modified;

    public IEnumerable<KeyValuePair<string, Descriptor>> Tags =>
        index.Tags.Select(tag => KeyValuePair.Create(tag, index.Tagged[tag].Descriptor));

    public IEnumerable<Descriptor> Manifests => index.Manifests.Values.Select(static manifest => manifest.Descriptor);

    public Descriptor? FindTag(string tag) => index.Tagged.GetValueOrDefault(tag)?.Descriptor;

    public Descriptor? FindManifest(Digest manifest) =>
        index.Manifests.TryGetValue(manifest, out var found) ? found.Descriptor : null;
}
