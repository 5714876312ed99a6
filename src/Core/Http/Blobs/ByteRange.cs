using System.Globalization;

namespace Zot.Http;

/// <summary>Some bytes of a whole: the first and the last of them, both included.</summary>
/// <remarks>RFC 9110, section 14.1.2.</remarks>
internal readonly record struct ByteRange(long First, long Last)
{
    /// <summary>How many bytes, at least one.</summary>
    public long Length => Last - First + 1;

    /// <summary>The value of <c>Content-Range</c> in an answer.</summary>
    public string InContentRange(long size) => string.Create(CultureInfo.InvariantCulture, $"bytes {First}-{Last}/{size}");
}
