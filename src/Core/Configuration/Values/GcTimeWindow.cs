using System.Globalization;

namespace Zot.Configuration.Values;

/// <summary>A daily time window, in UTC: <c>22:00-06:00</c>.</summary>
/// <param name="Start">The first moment within the window.</param>
/// <param name="End">The first moment after it; before <paramref name="Start"/> if the window spans midnight.</param>
public readonly record struct GcTimeWindow(TimeOnly Start, TimeOnly End)
{
    private static readonly string[] Formats = ["H':'mm", "HH':'mm"];

    /// <summary>Parses a window: two different times of day, separated by a hyphen.</summary>
    public static bool TryParse(string text, out GcTimeWindow window)
    {
        window = default;
        if (text.Split('-') is not [var first, var second]
            || !TimeOnly.TryParseExact(
                first.Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)
            || !TimeOnly.TryParseExact(
                second.Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var end)
            || start == end)
        {
            return false;
        }

        window = new GcTimeWindow(start, end);
        return true;
    }

    /// <summary>Returns whether a moment is within the window.</summary>
    public bool Contains(DateTimeOffset moment) =>
        TimeOnly.FromTimeSpan(moment.UtcDateTime.TimeOfDay).IsBetween(Start, End);

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Start:HH:mm}-{End:HH:mm}");
}
