using System.Globalization;

namespace Zot.Configuration.Values;

/// <summary>Matches HTTP status codes against a pattern: <c>503</c>, <c>5xx</c> or <c>2xx-3xx</c>.</summary>
public static class StatusPattern
{
    private const int FirstStatus = 100;
    private const int LastStatus = 599;

    /// <summary>Returns whether a text is a valid pattern.</summary>
    public static bool IsValid(string text) => TryParse(text, out _, out _);

    /// <summary>Returns whether a status code matches a pattern.</summary>
    public static bool Matches(string text, int status) =>
        TryParse(text, out var first, out var last) && status >= first && status <= last;

    private static bool TryParse(string text, out int first, out int last)
    {
        ArgumentNullException.ThrowIfNull(text);
        last = 0;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash < 0
            ? TryParsePart(text, out first, out last)
            : TryParsePart(text[..dash], out first, out _)
                && TryParsePart(text[(dash + 1)..], out _, out last)
                && first <= last;
    }

    private static bool TryParsePart(string part, out int first, out int last)
    {
        var isClass = part.Length == 3 && part.EndsWith("xx", StringComparison.OrdinalIgnoreCase);
        var digits = isClass ? $"{part[0]}00" : part;
        var isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out first);
        last = isClass ? first + 99 : first;
        return isNumber && digits.Length == 3 && first >= FirstStatus && last <= LastStatus;
    }
}
