using Zot.Registry;

namespace Zot.Storage.Indexing;

/// <summary>One descriptor of <c>index.json</c>: a tag, or a manifest without one.</summary>
/// <param name="Descriptor">The manifest: its type, digest and size.</param>
/// <param name="Tag">The tag; <see langword="null"/> if untagged.</param>
internal sealed record IndexEntry(Descriptor Descriptor, string? Tag)
{
    /// <summary>The JSON it was read from, if that contains more than this type; otherwise empty.</summary>
    internal ReadOnlyMemory<byte> Source { get; init; }

    /// <summary>The position among the entries.</summary>
    internal long Order { get; init; }

    /// <summary>Returns the entry without its tag, for a manifest that lost its last tag.</summary>
    internal IndexEntry WithoutTag() => this with { Tag = null, Source = IndexEntryJson.WithoutTag(Source) };
}
