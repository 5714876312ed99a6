using Zot.Registry;

namespace Zot.Storage.Indexing;

/// <summary>The new state of a tag, or of the untagged entry of a digest.</summary>
/// <remarks>Describes the result, not the operation: applying changes again has no effect.</remarks>
/// <param name="Tag">The tag; <see langword="null"/> for the untagged entry of <paramref name="Untagged"/>.</param>
/// <param name="Untagged">The digest, if there is no tag.</param>
/// <param name="Entry">The new entry; <see langword="null"/> if it was removed.</param>
internal readonly record struct IndexChange(string? Tag, Digest Untagged, IndexEntry? Entry)
{
    internal static IndexChange Set(IndexEntry entry) =>
        new(entry.Tag, entry.Tag is null ? entry.Descriptor.Digest : default, entry);

    internal static IndexChange Remove(string tag) => new(tag, default, Entry: null);

    internal static IndexChange Remove(Digest untagged) => new(Tag: null, untagged, Entry: null);
}
