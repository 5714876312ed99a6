using Zot.Registry;

namespace Zot.Storage.Indexing;

/// <summary>One descriptor of <c>index.json</c>: a tag, or a manifest without one.</summary>
/// <param name="Descriptor">The manifest: its type, digest and size.</param>
/// <param name="Tag">The tag; <see langword="null"/> when it has none.</param>
internal sealed record IndexEntry(Descriptor Descriptor, string? Tag)
{
    /// <summary>The JSON it was read from, where that says more than we would write; else empty.</summary>
    internal ReadOnlyMemory<byte> Source { get; init; }

    /// <summary>Where it stands among the others.</summary>
    internal long Order { get; init; }

    /// <summary>The same manifest, once its last tag is gone.</summary>
    internal IndexEntry WithoutTag() => this with { Tag = null, Source = IndexEntryJson.WithoutTag(Source) };
}
