using System.Globalization;

namespace Zot.Http.Uploads;

/// <summary>The range of a chunk within its blob: the <c>Content-Range</c> header of a request.</summary>
/// <param name="First">The position of its first byte.</param>
/// <param name="Last">The position of its last byte.</param>
/// <remarks>
/// distribution-spec, "Pushing a blob in chunks": <c>^[0-9]+-[0-9]+$</c>. The form of RFC 9110, section 14.4,
/// <c>bytes a-b/size</c>, is accepted as well, since clients send it.
/// </remarks>
internal readonly record struct ChunkRange(long First, long Last)
{
    /// <summary>The length in bytes, at least one.</summary>
    public long Length => Last - First + 1;

    /// <summary>
    /// Parses the header. Returns <see langword="false"/> if it is malformed or ends before its start.
    /// </summary>
    public static bool TryParse(string? header, out ChunkRange range)
    {
        range = default;
        var text = header.AsSpan().Trim(" \t");
        if (text.StartsWith("bytes ", StringComparison.OrdinalIgnoreCase))
        {
            text = text[6..].TrimStart(" \t");
        }

        var slash = text.IndexOf('/');
        if (slash >= 0)
        {
            if (text[(slash + 1)..] is not "*" && !TryParsePosition(text[(slash + 1)..], out _))
            {
                return false;
            }

            text = text[..slash];
        }

        var dash = text.IndexOf('-');
        if (dash <= 0
            || !TryParsePosition(text[..dash], out var first)
            || !TryParsePosition(text[(dash + 1)..], out var last)
            || last < first
            || last == long.MaxValue)
        {
            return false;
        }

        range = new ChunkRange(first, last);
        return true;
    }

    private static bool TryParsePosition(ReadOnlySpan<char> text, out long position) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out position);
}
