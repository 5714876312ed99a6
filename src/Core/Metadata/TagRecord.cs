using Zot.Registry;

namespace Zot.Metadata;

/// <summary>The record of a tag in the index.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Manifest">The manifest that the tag points to.</param>
/// <param name="MediaType">The media type of the manifest.</param>
/// <param name="Tagged">The creation time of the tag, as far as it is known; moving the tag does not change it.</param>
public sealed record TagRecord(string Tag, Digest Manifest, string MediaType, DateTimeOffset Tagged);
