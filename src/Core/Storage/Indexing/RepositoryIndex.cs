using System.Collections.Immutable;
using Zot.Registry;

namespace Zot.Storage.Indexing;

/// <summary>The tags and manifests of a repository at one moment. Never changes: readers need no lock.</summary>
internal sealed class RepositoryIndex
{
    private string[]? _sortedTags;

    private RepositoryIndex()
    {
    }

    internal static RepositoryIndex Empty { get; } = new();

    /// <summary>Entries by tag.</summary>
    internal ImmutableDictionary<string, IndexEntry> Tagged { get; private init; } =
        ImmutableDictionary.Create<string, IndexEntry>(StringComparer.Ordinal);

    /// <summary>Entries without tag, by digest.</summary>
    internal ImmutableDictionary<Digest, IndexEntry> Untagged { get; private init; } = ImmutableDictionary<Digest, IndexEntry>.Empty;

    /// <summary>Every manifest, however many tags it has.</summary>
    internal ImmutableDictionary<Digest, IndexedManifest> Manifests { get; private init; } =
        ImmutableDictionary<Digest, IndexedManifest>.Empty;

    internal IndexRemainder Remainder { get; private init; } = IndexRemainder.None;

    /// <summary>The <see cref="IndexEntry.Order"/> of the next new entry.</summary>
    internal long NextOrder { get; private init; }

    /// <summary>The tags a client can name, in ASCII order.</summary>
    internal IReadOnlyList<string> Tags => _sortedTags ??= SortTags();

    internal Descriptor? Find(Reference reference) => reference.Digest is { } digest
        ? Manifests.TryGetValue(digest, out var manifest) ? manifest.Descriptor : null
        : Tagged.GetValueOrDefault(reference.Tag.ToString()!)?.Descriptor;

    /// <summary>All entries, in the order of <c>index.json</c>.</summary>
    internal IEnumerable<IndexEntry> InOrder() =>
        Tagged.Values.Concat(Untagged.Values).OrderBy(static entry => entry.Order);

    /// <summary>The index after these changes.</summary>
    internal RepositoryIndex With(IEnumerable<IndexChange> changes)
    {
        var editor = new IndexEditor(this);
        foreach (var change in changes)
        {
            editor.Apply(change);
        }

        return editor.ToIndex();
    }

    internal RepositoryIndex With(IndexRemainder remainder) => Create(Tagged, Untagged, Manifests, NextOrder, remainder);

    internal static RepositoryIndex Create(
        ImmutableDictionary<string, IndexEntry> tagged,
        ImmutableDictionary<Digest, IndexEntry> untagged,
        ImmutableDictionary<Digest, IndexedManifest> manifests,
        long nextOrder,
        IndexRemainder remainder) => new()
        {
            Tagged = tagged,
            Untagged = untagged,
            Manifests = manifests,
            NextOrder = nextOrder,
            Remainder = remainder,
        };

    // A hand-made layout may hold names that are no tags ("docker.io/library/alpine:3"): kept, but nobody can ask for them.
    private string[] SortTags()
    {
        var tags = Tagged.Keys.Where(static tag => Tag.TryParse(tag, out _)).ToArray();
        Array.Sort(tags, StringComparer.Ordinal);
        return tags;
    }
}
