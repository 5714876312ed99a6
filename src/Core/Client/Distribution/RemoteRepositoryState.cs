using Zot.Registry;

namespace Zot.Client.Distribution;

/// <summary>The tags of a remote repository at about one time. Manifests without a tag are unknown.</summary>
/// <param name="tags">The digest of each tag.</param>
internal sealed class RemoteRepositoryState(IReadOnlyDictionary<string, Digest> tags) : IRepositoryState
{
    /// <inheritdoc/>
    public bool HasManifests => tags.Count > 0;

    /// <inheritdoc/>
    public bool HasManifest(Digest manifest) => tags.Values.Contains(manifest);

    /// <inheritdoc/>
    public Digest? FindTag(Tag tag) => tags.TryGetValue(tag.ToString(), out var digest) ? digest : null;

    /// <inheritdoc/>
    public IReadOnlyList<string> TagsOf(Digest manifest) =>
        [.. tags.Where(tag => tag.Value == manifest).Select(static tag => tag.Key).Order(StringComparer.Ordinal)];
}
