using System.Collections.Immutable;
using Zot.Registry;

namespace Zot.Storage.Indexing;

/// <summary>An immutable snapshot of the tags and manifests of a repository. Readers need no lock.</summary>
internal sealed class RepositoryIndex : IRepositoryState
{
    private readonly SortedTags _sortedTags;

    private RepositoryIndex(SortedTags sortedTags) => _sortedTags = sortedTags;

    internal static RepositoryIndex Empty { get; } = new(new SortedTags());

    /// <summary>The entries by tag.</summary>
    internal ImmutableDictionary<string, IndexEntry> Tagged { get; private init; } =
        ImmutableDictionary.Create<string, IndexEntry>(StringComparer.Ordinal);

    /// <summary>The entries without a tag, by digest.</summary>
    internal ImmutableDictionary<Digest, IndexEntry> Untagged { get; private init; } =
        ImmutableDictionary<Digest, IndexEntry>.Empty;

    /// <summary>Every manifest, regardless of its number of tags.</summary>
    internal ImmutableDictionary<Digest, IndexedManifest> Manifests { get; private init; } =
        ImmutableDictionary<Digest, IndexedManifest>.Empty;

    internal IndexRemainder Remainder { get; private init; } = IndexRemainder.None;

    /// <summary>The <see cref="IndexEntry.Order"/> of the next new entry.</summary>
    internal long NextOrder { get; private init; }

    /// <summary>The valid tags, in ASCII order.</summary>
    internal IReadOnlyList<string> Tags => _sortedTags.Of(Tagged);

    /// <inheritdoc/>
    public bool HasManifests => Manifests.Count > 0;

    /// <inheritdoc/>
    public bool HasManifest(Digest manifest) => Manifests.ContainsKey(manifest);

    /// <inheritdoc/>
    public Digest? FindTag(Tag tag) => Find(Reference.To(tag))?.Digest;

    internal Descriptor? Find(Reference reference) => reference.Digest is { } digest
        ? Manifests.TryGetValue(digest, out var manifest) ? manifest.Descriptor : null
        : Tagged.GetValueOrDefault(reference.Tag.ToString()!)?.Descriptor;

    /// <inheritdoc/>
    /// <remarks>Iterates over all tags.</remarks>
    public IReadOnlyList<string> TagsOf(Digest digest) =>
        [.. Tags.Where(tag => Tagged[tag].Descriptor.Digest == digest)];

    /// <summary>Returns all entries, in the order of <c>index.json</c>.</summary>
    internal IReadOnlyList<IndexEntry> InOrder()
    {
        var entries = new IndexEntry[Tagged.Count + Untagged.Count];
        var count = 0;
        foreach (var (_, entry) in Tagged)
        {
            entries[count++] = entry;
        }

        foreach (var (_, entry) in Untagged)
        {
            entries[count++] = entry;
        }

        Array.Sort(entries, static (one, other) => one.Order.CompareTo(other.Order));
        return entries;
    }

    /// <summary>Returns the index with these changes applied.</summary>
    internal RepositoryIndex With(IEnumerable<IndexChange> changes)
    {
        var editor = new IndexEditor(this);
        foreach (var change in changes)
        {
            editor.Apply(change);
        }

        return editor.ToIndex();
    }

    internal RepositoryIndex With(IndexRemainder remainder) => new(_sortedTags)
    {
        Tagged = Tagged,
        Untagged = Untagged,
        Manifests = Manifests,
        NextOrder = NextOrder,
        Remainder = remainder,
    };

    /// <summary>Returns the index with an editor's changes applied.</summary>
    internal RepositoryIndex With(
        ImmutableDictionary<string, IndexEntry> tagged,
        ImmutableDictionary<Digest, IndexEntry> untagged,
        ImmutableDictionary<Digest, IndexedManifest> manifests,
        long nextOrder,
        IEnumerable<IndexChange> changes) =>
        new(_sortedTags.After(changes.Select(static change => change.Tag).OfType<string>()))
        {
            Tagged = tagged,
            Untagged = untagged,
            Manifests = manifests,
            NextOrder = nextOrder,
            Remainder = Remainder,
        };
}
