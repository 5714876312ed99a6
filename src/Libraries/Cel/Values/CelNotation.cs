using System.Globalization;
using System.Text;

namespace Zot.Cel.Values;

/// <summary>Formats values in the syntax of expressions, for diagnostics.</summary>
internal static class CelNotation
{
    // Values can share parts, so the text of a small value can be very long. Diagnostics need only its start.
    private const int MaxLength = 4096;

    public static string Write(CelValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>Quotes a string and escapes its special characters.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '\a' => text.Append("\\a"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\v' => text.Append("\\v"),
                '\\' => text.Append("\\\\"),
                '"' => text.Append("\\\""),
                _ => text.Append(letter),
            };
        }

        return text.Append('"').ToString();
    }

    private static StringBuilder Append(StringBuilder text, CelValue value) => value.Kind switch
    {
        _ when text.Length > MaxLength => text.Append('…'),
        CelKind.Null => text.Append("null"),
        CelKind.Bool => text.Append(value.IsTrue ? "true" : "false"),
        CelKind.Int => text.Append(CultureInfo.InvariantCulture, $"{value.Integer}"),
        CelKind.UInt => text.Append(CultureInfo.InvariantCulture, $"{value.Unsigned}u"),
        CelKind.Double => AppendReal(text, value.Real),
        CelKind.String => text.Append(Quote(value.Text)),
        CelKind.Bytes => AppendBytes(text, value.Bytes),
        CelKind.Timestamp => text.Append("timestamp(").Append(Quote(CelText.OfTimestamp(value.Ticks))).Append(')'),
        CelKind.Duration => text.Append("duration(").Append(Quote(CelText.OfDuration(value.Ticks))).Append(')'),
        CelKind.List => AppendList(text, value.Items),
        CelKind.Map => AppendMap(text, value.Map),
        CelKind.Type => text.Append(CelKinds.NameOf(value.Type)),
        CelKind.Optional when value.HasContent => Append(text.Append("optional.of("), value.Content).Append(')'),
        CelKind.Optional => text.Append("optional.none()"),
        _ => text.Append("error: ").Append(value.Error),
    };

    private static StringBuilder AppendReal(StringBuilder text, double value)
    {
        var digits = CelText.OfReal(value);
        return double.IsFinite(value) && !digits.AsSpan().ContainsAny(".e")
            ? text.Append(digits).Append(".0")
            : text.Append(digits);
    }

    private static StringBuilder AppendBytes(StringBuilder text, byte[] bytes)
    {
        text.Append("b\"");
        foreach (var value in bytes)
        {
            _ = value is >= 0x20 and < 0x7f and not (byte)'"' and not (byte)'\\'
                ? text.Append((char)value)
                : text.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
        }

        return text.Append('"');
    }

    private static StringBuilder AppendList(StringBuilder text, CelValue[] items)
    {
        text.Append('[');
        for (var at = 0; at < items.Length; at++)
        {
            Append(at > 0 ? text.Append(", ") : text, items[at]);
        }

        return text.Append(']');
    }

    private static StringBuilder AppendMap(StringBuilder text, CelMap map)
    {
        text.Append('{');
        var first = true;
        foreach (var (key, value) in map.Entries)
        {
            Append(Append(first ? text : text.Append(", "), key).Append(": "), value);
            first = false;
        }

        return text.Append('}');
    }
}
