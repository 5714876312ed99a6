using System.Globalization;

namespace Zot.Http.Blobs;

/// <summary>Parses the <c>Range</c> header.</summary>
/// <remarks>RFC 9110, section 14.2.</remarks>
internal static class ByteRanges
{
    /// <summary>The maximum number of ranges in a request, as in zot. More are rejected as an attack.</summary>
    public const int MaxCount = 16;

    private const string Unit = "bytes";

    /// <summary>Parses the requested ranges.</summary>
    /// <param name="header">The header.</param>
    /// <param name="size">The total size of the content in bytes.</param>
    /// <returns>
    /// The satisfiable ranges, sorted, with overlapping and adjacent ranges merged; an empty list if the header is
    /// malformed, or requests too many ranges or no satisfiable one: 416; <see langword="null"/> if it uses another
    /// unit and must therefore be ignored.
    /// </returns>
    public static IReadOnlyList<ByteRange>? Parse(string header, long size)
    {
        var text = header.AsSpan().Trim(" \t");
        var equals = text.IndexOf('=');
        if (equals >= 0 && !text[..equals].Equals(Unit, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (equals < 0)
        {
            return [];
        }

        var ranges = new List<ByteRange>(1);
        var asked = 0;
        foreach (var part in text[(equals + 1)..].Split(','))
        {
            var spec = text[(equals + 1)..][part].Trim(" \t");

            // RFC 9110, section 5.6.1: empty list elements are ignored.
            if (spec.IsEmpty)
            {
                continue;
            }

            if (++asked > MaxCount || !TryParse(spec, size, out var range))
            {
                return [];
            }

            if (range is { } existing)
            {
                ranges.Add(existing);
            }
        }

        return Merge(ranges);
    }

    // A well-formed range beyond the end is skipped; the other ranges can still be served.
    private static bool TryParse(ReadOnlySpan<char> spec, long size, out ByteRange? range)
    {
        range = null;
        var dash = spec.IndexOf('-');
        if (dash < 0)
        {
            return false;
        }

        if (dash == 0)
        {
            if (!TryParsePosition(spec[1..], out var suffix))
            {
                return false;
            }

            range = suffix > 0 && size > 0 ? new ByteRange(Math.Max(0, size - suffix), size - 1) : null;
            return true;
        }

        var last = long.MaxValue;
        if (!TryParsePosition(spec[..dash], out var first)
            || (dash < spec.Length - 1 && !TryParsePosition(spec[(dash + 1)..], out last))
            || last < first)
        {
            return false;
        }

        range = first < size ? new ByteRange(first, Math.Min(last, size - 1)) : null;
        return true;
    }

    // A number too large for a long is still valid.
    private static bool TryParsePosition(ReadOnlySpan<char> text, out long position)
    {
        position = long.MaxValue;
        return !text.IsEmpty
            && !text.ContainsAnyExceptInRange('0', '9')
            && (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out position)
                || (position = long.MaxValue) > 0);
    }

    private static List<ByteRange> Merge(List<ByteRange> ranges)
    {
        ranges.Sort(static (left, right) => left.First.CompareTo(right.First));
        var merged = 0;
        for (var at = 1; at < ranges.Count; at++)
        {
            if (ranges[at].First <= ranges[merged].Last + 1)
            {
                ranges[merged] = ranges[merged] with { Last = Math.Max(ranges[merged].Last, ranges[at].Last) };
            }
            else
            {
                ranges[++merged] = ranges[at];
            }
        }

        if (ranges.Count > 0)
        {
            ranges.RemoveRange(merged + 1, ranges.Count - merged - 1);
        }

        return ranges;
    }
}
