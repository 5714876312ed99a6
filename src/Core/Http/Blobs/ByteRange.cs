using System.Globalization;

namespace Zot.Http.Blobs;

/// <summary>A range of bytes, with inclusive first and last positions.</summary>
/// <remarks>RFC 9110, section 14.1.2.</remarks>
internal readonly record struct ByteRange(long First, long Last)
{
    /// <summary>The length in bytes, at least one.</summary>
    public long Length => Last - First + 1;

    /// <summary>Formats the range as the value of <c>Content-Range</c> in a response.</summary>
    public string InContentRange(long size) =>
        string.Create(CultureInfo.InvariantCulture, $"bytes {First}-{Last}/{size}");
}
