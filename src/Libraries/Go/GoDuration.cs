using System.Buffers;
using System.Globalization;
using System.Text;

namespace Zot.Go;

/// <summary>
/// Parses and formats durations as configuration files spell them: <c>1h30m</c>, <c>1.5h</c>, <c>-1s</c>.
/// </summary>
/// <remarks>
/// A sequence of decimal numbers, each with a unit of <c>ns us µs ms s m h</c>. A number without a unit is nanoseconds.
/// A fraction of 100 ns is rounded away from zero, so that only zero becomes zero.
/// </remarks>
public static class GoDuration
{
    // All numbers are 64-bit: code for wider ones is not compiled ahead of time, and this code runs at every start.
    private const ulong NanosecondsPerTick = 100;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>Parses a duration of at most 292 years.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        var rest = text.AsSpan();
        var negative = rest is ['-', ..];
        rest = rest is ['-' or '+', ..] ? rest[1..] : rest;
        if (rest.IsEmpty)
        {
            return false;
        }

        ulong nanoseconds = 0;
        if (!rest.ContainsAnyExceptInRange('0', '9'))
        {
            return ulong.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out nanoseconds)
                && TryConvert(nanoseconds, negative, out duration);
        }

        while (!rest.IsEmpty)
        {
            if (!TryTake(ref rest, out var part))
            {
                return false;
            }

            nanoseconds += part;
            if (nanoseconds > long.MaxValue)
            {
                return false;
            }
        }

        return TryConvert(nanoseconds, negative, out duration);
    }

    /// <summary>Formats a duration as Go does: <c>1h30m0s</c>, <c>1.5s</c>, <c>100ms</c>, <c>0s</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        // Math.Abs would throw for the minimum value.
        var ticks = duration.Ticks < 0 ? 0 - (ulong)duration.Ticks : (ulong)duration.Ticks;
        var text = new StringBuilder(duration < TimeSpan.Zero ? "-" : "");
        var (seconds, ticksBelow) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        var below = ticksBelow * NanosecondsPerTick;
        if (seconds == 0)
        {
            return (below switch
            {
                < 1_000 => text.Append(CultureInfo.InvariantCulture, $"{below}ns"),
                < 1_000_000 => AppendDecimal(text, below, 1_000).Append("µs"),
                _ => AppendDecimal(text, below, 1_000_000).Append("ms"),
            }).ToString();
        }

        var (minutes, second) = Math.DivRem(seconds, 60);
        var (hours, minute) = Math.DivRem(minutes, 60);
        _ = hours > 0 ? text.Append(CultureInfo.InvariantCulture, $"{hours}h") : text;
        _ = minutes > 0 ? text.Append(CultureInfo.InvariantCulture, $"{minute}m") : text;
        return AppendDecimal(text, (second * 1_000_000_000) + below, 1_000_000_000).Append('s').ToString();
    }

    private static StringBuilder AppendDecimal(StringBuilder text, ulong value, uint unit)
    {
        var (whole, fraction) = Math.DivRem(value, unit);
        text.Append(CultureInfo.InvariantCulture, $"{whole}");
        return fraction == 0
            ? text
            : text.Append('.').Append($"{unit + fraction}"[1..].TrimEnd('0'));
    }

    private static bool TryTake(ref ReadOnlySpan<char> rest, out ulong nanoseconds)
    {
        nanoseconds = 0;
        var whole = TakeDigits(ref rest);
        var fraction = ReadOnlySpan<char>.Empty;
        if (rest is ['.', ..])
        {
            rest = rest[1..];
            fraction = TakeDigits(ref rest);
        }

        var end = rest.IndexOfAny(NumberCharacters);
        var name = end < 0 ? rest : rest[..end];
        rest = rest[name.Length..];
        var unit = UnitOf(name);
        if (unit == 0 || (whole.IsEmpty && fraction.IsEmpty) || whole.Length > 19)
        {
            return false;
        }

        // From the last digit to the first: the fraction is rounded down, and no intermediate value exceeds the unit.
        for (var digit = fraction.Length - 1; digit >= 0; digit--)
        {
            nanoseconds = (nanoseconds + ((ulong)(fraction[digit] - '0') * unit)) / 10;
        }

        var units = whole.IsEmpty ? 0 : ulong.Parse(whole, NumberStyles.None, CultureInfo.InvariantCulture);
        if (units > (long.MaxValue - nanoseconds) / unit)
        {
            return false;
        }

        nanoseconds += units * unit;
        return true;
    }

    private static ReadOnlySpan<char> TakeDigits(scoped ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        return digits;
    }

    // Both forms of µ: the micro sign and the Greek letter.
    private static ulong UnitOf(ReadOnlySpan<char> name) => name switch
    {
        "ns" => 1,
        "us" or "\u00b5s" or "\u03bcs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => 0,
    };

    private static bool TryConvert(ulong nanoseconds, bool negative, out TimeSpan duration)
    {
        var fits = nanoseconds <= long.MaxValue;
        var ticks = fits ? (long)((nanoseconds + NanosecondsPerTick - 1) / NanosecondsPerTick) : 0;
        duration = TimeSpan.FromTicks(negative ? -ticks : ticks);
        return fits;
    }
}
