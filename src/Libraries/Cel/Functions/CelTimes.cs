using System.Globalization;
using Zot.Cel.Binding;
using Zot.Cel.Values;

namespace Zot.Cel.Functions;

/// <summary>The accessors of timestamps, in UTC or in a time zone, and of durations.</summary>
internal static class CelTimes
{
    public static CelLibrary Library { get; } = new()
    {
        { ".getFullYear", 0, 1, OfMoment(static moment => moment.Year) },
        { ".getMonth", 0, 1, OfMoment(static moment => moment.Month - 1) },
        { ".getDayOfYear", 0, 1, OfMoment(static moment => moment.DayOfYear - 1) },
        { ".getDayOfMonth", 0, 1, OfMoment(static moment => moment.Day - 1) },
        { ".getDate", 0, 1, OfMoment(static moment => moment.Day) },
        { ".getDayOfWeek", 0, 1, OfMoment(static moment => (int)moment.DayOfWeek) },
        { ".getHours", 0, 1, OfEither(static moment => moment.Hour, TimeSpan.TicksPerHour) },
        { ".getMinutes", 0, 1, OfEither(static moment => moment.Minute, TimeSpan.TicksPerMinute) },
        { ".getSeconds", 0, 1, OfEither(static moment => moment.Second, TimeSpan.TicksPerSecond) },
        { ".getMilliseconds", 0, 1, GetMilliseconds },
    };

    private static CelFunction OfMoment(Func<DateTime, int> part) => (_, arguments) =>
        arguments is not [{ Kind: CelKind.Timestamp } moment, .. var rest] || rest is [{ Kind: not CelKind.String }]
            ? null
            : rest is not [var zone] ? CelValue.Of((long)part(new DateTime(moment.Ticks)))
            : OffsetOf(zone.Text, moment.Ticks) is not { } offset ? CelValue.Failed("unknown time zone")
            : moment.Ticks + offset.Ticks is var local and >= 0 && local <= DateTime.MaxValue.Ticks
                ? CelValue.Of((long)part(new DateTime(local)))
                : CelErrors.Overflow;

    // For a duration, returns the total in the unit: 90 minutes are 1 hour or 90 minutes.
    private static CelFunction OfEither(Func<DateTime, int> part, long unit)
    {
        var ofMoment = OfMoment(part);
        return (frame, arguments) => arguments is [{ Kind: CelKind.Duration } duration]
            ? CelValue.Of(duration.Ticks / unit)
            : ofMoment(frame, arguments);
    }

    private static CelValue? GetMilliseconds(CelFrame frame, CelValue[] arguments) =>
        arguments is [{ Kind: CelKind.Duration } duration]
        ? CelValue.Of(duration.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMillisecond)
        : OfMoment(static moment => moment.Millisecond)(frame, arguments);

    // Accepts "+01:00", "-8:30", "UTC" or a name such as "Europe/Berlin".
    private static TimeSpan? OffsetOf(string zone, long ticks)
    {
        var digits = zone.AsSpan().TrimStart("+-");
        if (!digits.IsEmpty && char.IsAsciiDigit(digits[0]))
        {
            return digits.Length >= zone.Length - 1
                && TimeSpan.TryParseExact(digits, ["h\\:mm", "hh\\:mm"], CultureInfo.InvariantCulture, out var offset)
                ? zone[0] == '-' ? -offset : offset
                : null;
        }

        return IsName(zone) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            ? found.GetUtcOffset(new DateTime(ticks, DateTimeKind.Utc))
            : null;
    }

    // The system opens a file with this name.
    private static bool IsName(string zone) =>
        zone.Length is > 0 and <= 64
        && char.IsAsciiLetter(zone[0])
        && zone.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+');
}
