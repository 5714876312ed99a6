using System.Globalization;

namespace Zot.Metering.Collecting;

/// <summary>The labels that identify a series of a metric; at most four, as in zot.</summary>
internal readonly record struct LabelValues(string? First, string? Second, string? Third, string? Fourth)
{
    internal const int MaxCount = 4;

    internal static LabelValues Of(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        new(At(tags, 0), At(tags, 1), At(tags, 2), At(tags, 3));

    /// <summary>Creates labels that all have the same value.</summary>
    internal static LabelValues Repeat(string value, int count) =>
        new(count > 0 ? value : null, count > 1 ? value : null, count > 2 ? value : null, count > 3 ? value : null);

    /// <summary>Returns the first <paramref name="count"/> values.</summary>
    internal IReadOnlyList<string> ToList(int count)
    {
        string?[] all = [First, Second, Third, Fourth];
        return [.. all.Take(count).Select(static value => value ?? "")];
    }

    private static string? At(ReadOnlySpan<KeyValuePair<string, object?>> tags, int index) =>
        index >= tags.Length ? null : tags[index].Value switch
        {
            string text => text,
            null => "",
            var other => Convert.ToString(other, CultureInfo.InvariantCulture),
        };
}
