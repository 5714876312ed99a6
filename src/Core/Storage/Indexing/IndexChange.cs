using Zot.Registry;

namespace Zot.Storage.Indexing;

/// <summary>What a tag, or the untagged entry of a digest, is from now on.</summary>
/// <remarks>Says the outcome, not the step to it: applying changes again changes nothing.</remarks>
/// <param name="Tag">The tag; <see langword="null"/> for the untagged entry of <paramref name="Untagged"/>.</param>
/// <param name="Untagged">The digest, when there is no tag.</param>
/// <param name="Entry">What it is; <see langword="null"/> when it is gone.</param>
internal readonly record struct IndexChange(string? Tag, Digest Untagged, IndexEntry? Entry)
{
    internal static IndexChange Set(IndexEntry entry) =>
        new(entry.Tag, entry.Tag is null ? entry.Descriptor.Digest : default, entry);

    internal static IndexChange Remove(string tag) => new(tag, default, Entry: null);

    internal static IndexChange Remove(Digest untagged) => new(Tag: null, untagged, Entry: null);
}
