using System.Globalization;

namespace Zot.Http;

/// <summary>Reads the header <c>Range</c>.</summary>
/// <remarks>RFC 9110, section 14.2.</remarks>
internal static class ByteRanges
{
    /// <summary>How many ranges one request may ask for; zot's figure. More is refused as an attempt to make work.</summary>
    public const int MaxCount = 16;

    private const string Unit = "bytes";

    /// <summary>Reads what ranges are asked for.</summary>
    /// <param name="header">The header.</param>
    /// <param name="size">How many bytes there are in all.</param>
    /// <returns>
    /// The ranges that exist, in order, without overlaps and gaps of nothing between them; an empty list when the header
    /// is malformed, asks for too many or for none that exists: 416; <see langword="null"/> when it counts in another
    /// unit, and so must be ignored.
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

            // RFC 9110, section 5.6.1: an empty element of a list says nothing.
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

    // A range that is well formed but beyond the end is left out, as the others can still be served.
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

    // More digits than a long has are still a number, only a large one.
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
