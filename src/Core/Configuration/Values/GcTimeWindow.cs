using System.Globalization;

namespace Zot.Configuration;

/// <summary>A part of every day, in UTC: <c>22:00-06:00</c>.</summary>
/// <param name="Start">The first moment that belongs to the window.</param>
/// <param name="End">The first moment after it; before <paramref name="Start"/> when the window spans midnight.</param>
public readonly record struct GcTimeWindow(TimeOnly Start, TimeOnly End)
{
    private static readonly string[] Formats = ["H':'mm", "HH':'mm"];

    /// <summary>Reads a window; two different times of day with a hyphen between.</summary>
    public static bool TryParse(string text, out GcTimeWindow window)
    {
        window = default;
        if (text.Split('-') is not [var first, var second]
            || !TimeOnly.TryParseExact(first.Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)
            || !TimeOnly.TryParseExact(second.Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var end)
            || start == end)
        {
            return false;
        }

        window = new GcTimeWindow(start, end);
        return true;
    }

    /// <summary>Whether a moment lies in the window.</summary>
    public bool Contains(DateTimeOffset moment) => TimeOnly.FromTimeSpan(moment.UtcDateTime.TimeOfDay).IsBetween(Start, End);

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Start:HH:mm}-{End:HH:mm}");
}
