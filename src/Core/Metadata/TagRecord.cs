using Zot.Registry;

namespace Zot.Metadata;

/// <summary>What the index knows of a tag.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Manifest">What it points to.</param>
/// <param name="MediaType">The type of that.</param>
/// <param name="Tagged">When the tag was made, as well as it is known; moving it does not change it.</param>
public sealed record TagRecord(string Tag, Digest Manifest, string MediaType, DateTimeOffset Tagged);
