using Zot.Registry;

namespace Zot.Core.Tests.Http.Support;

/// <summary>The tags of a repository of <see cref="FakeRegistry"/>.</summary>
internal sealed class FakeState(IReadOnlyDictionary<string, Descriptor> tags) : IRepositoryState
{
    public bool HasManifests => tags.Count > 0;

    public bool HasManifest(Digest manifest) => tags.Values.Any(tagged => tagged.Digest == manifest);

    public Digest? FindTag(Tag tag) => tags.TryGetValue(tag.ToString(), out var tagged) ? tagged.Digest : null;

    public IReadOnlyList<string> TagsOf(Digest manifest) =>
        [.. tags.Where(tag => tag.Value.Digest == manifest).Select(static tag => tag.Key).Order(StringComparer.Ordinal)];
}
