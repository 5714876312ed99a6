using System.Globalization;
using Zot.Go;

namespace Zot.Cel.Values;

/// <summary>Formats and parses numbers, timestamps and durations.</summary>
internal static class CelText
{
    // Numbers from a million on, or below 0.0001, are written with an exponent, as by Go's "%g".
    private const int MaxPlainExponent = 6;
    private const int MinPlainExponent = -4;

    /// <summary>
    /// Formats a number with the shortest digits that round-trip, and if needed an exponent of at least two digits.
    /// </summary>
    public static string OfReal(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }

        var (sign, digits, exponent) = Decompose(value);
        if (exponent is >= MinPlainExponent and < MaxPlainExponent)
        {
            return PlainOf(sign, digits, exponent);
        }

        var fraction = digits.Length > 1 ? $".{digits[1..]}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}e{exponent:+00;-00}");
    }

    /// <summary>Formats a number with the shortest digits that round-trip, without an exponent.</summary>
    public static string OfRealWithoutExponent(double value)
    {
        var (sign, digits, exponent) = Decompose(value);
        return PlainOf(sign, digits, exponent);
    }

    /// <summary>Formats a timestamp as RFC 3339, with as many fractional digits as needed.</summary>
    public static string OfTimestamp(long ticks) =>
        new DateTime(
            ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Formats a duration in seconds, such as <c>5400s</c> and <c>0.5s</c>.</summary>
    public static string OfDuration(long ticks)
    {
        var (seconds, rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        var sign = ticks < 0 ? "-" : "";
        var fraction = rest == 0 ? "" : $".{Math.Abs(rest):0000000}".TrimEnd('0');
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{Math.Abs(seconds)}{fraction}s");
    }

    /// <summary>Parses a timestamp of RFC 3339; fractions below 100 ns are truncated.</summary>
    public static bool TryReadTimestamp(string text, out DateTimeOffset moment)
    {
        var start = text.IndexOf('.', StringComparison.Ordinal);
        var length = start < 0 ? 0 : text.AsSpan(start + 1).IndexOfAnyExceptInRange('0', '9');
        var ticks = 0L;
        if (start >= 0)
        {
            if (length is < 1 or > 9)
            {
                moment = default;
                return false;
            }

            var fraction = text.AsSpan(start + 1, Math.Min(length, 7));
            ticks = long.Parse(
                fraction, NumberStyles.None, CultureInfo.InvariantCulture) * (long)Math.Pow(10, 7 - fraction.Length);
            text = text.Remove(start, length + 1);
        }

        // A timestamp without an offset is rejected.
        var zone = text.EndsWith('Z') ? "'Z'" : "zzz";
        if (!DateTimeOffset.TryParseExact(
            text, $"yyyy-MM-dd'T'HH:mm:ss{zone}",
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment))
        {
            return false;
        }

        moment = moment.AddTicks(ticks);
        return true;
    }

    /// <summary>Parses a duration such as <c>1h30m</c> or <c>1.5s</c>; only zero may lack a unit.</summary>
    public static bool TryReadDuration(string text, out TimeSpan duration)
    {
        duration = default;
        return text.Length > 0
            && (char.IsAsciiLetter(text[^1]) || text.AsSpan().TrimStart("+-").SequenceEqual("0"))
            && GoDuration.TryParse(text, out duration);
    }

    // Returns the shortest digits that round-trip, without outer zeros, and the decimal exponent of the first digit.
    private static (string Sign, string Digits, int Exponent) Decompose(double value)
    {
        var text = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var end = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = end < 0 ? text : text[..end];
        var exponent =
            end < 0 ? 0 : int.Parse(text.AsSpan(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = digits.Length - digits.TrimStart('0').Length;
        var significant = digits.Trim('0');
        return (
            double.IsNegative(value) ? "-" : "",
            significant.Length == 0 ? "0" : significant,
            significant.Length == 0 ? 0 : exponent + (point < 0 ? digits.Length : point) - leading - 1);
    }

    private static string PlainOf(string sign, string digits, int exponent) => exponent switch
    {
        < 0 => $"{sign}0.{new string('0', -exponent - 1)}{digits}",
        _ when digits.Length <= exponent + 1 => sign + digits.PadRight(exponent + 1, '0'),
        _ => $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}",
    };
}
