using System.Text;
using Zot.Cel.Binding;
using Zot.Cel.Values;

namespace Zot.Cel.Functions;

/// <summary>Formats <c>%s</c>: any value, without quotes; map entries are ordered by key.</summary>
internal static class CelFormatText
{
    public static CelValue Write(CelFrame frame, CelValue value)
    {
        var text = new StringBuilder();
        return Append(frame, text, value) ?? CelValue.Of(text.ToString());
    }

    // Values can share parts, so the text of a small value can be very long; every part is charged.
    private static CelValue? Append(CelFrame frame, StringBuilder text, CelValue value)
    {
        var length = value.Kind switch
        {
            CelKind.String => value.Text.Length,
            CelKind.Bytes => value.Bytes.Length,
            _ => 1,
        };
        if (!frame.ChargeText(length))
        {
            return CelErrors.TooCostly;
        }

        switch (value.Kind)
        {
            case CelKind.List:
                return AppendAll(frame, text.Append('['), value.Items, Append, ']');
            case CelKind.Map:
                var entries = value.Map.Entries.OrderBy(static entry => TextOf(entry.Key), StringComparer.Ordinal)
                    .ToArray();
                return AppendAll(
                    frame, text.Append('{'), entries,
                    static (frame, text, entry) =>
                        Append(frame, text.Append(TextOf(entry.Key)).Append(": "), entry.Value), '}');
            case CelKind.Bytes:
                text.Append(Encoding.UTF8.GetString(value.Bytes));
                return null;
            case CelKind.Double when !double.IsFinite(value.Real):
                text.Append(double.IsNaN(value.Real) ? "NaN" : value.Real > 0 ? "Infinity" : "-Infinity");
                return null;
            case CelKind.Optional or CelKind.Error:
                return CelErrors.NoOverload("%s", value);
            default:
                text.Append(TextOf(value));
                return null;
        }
    }

    private static CelValue? AppendAll<T>(
        CelFrame frame, StringBuilder text, T[] items, Func<CelFrame, StringBuilder, T, CelValue?> append, char end)
    {
        for (var at = 0; at < items.Length; at++)
        {
            if (append(frame, at > 0 ? text.Append(", ") : text, items[at]) is { } error)
            {
                return error;
            }
        }

        text.Append(end);
        return null;
    }

    private static string TextOf(CelValue value) => value.Kind switch
    {
        CelKind.String => value.Text,
        CelKind.UInt => $"{value.Unsigned}",
        CelKind.Double => CelText.OfRealWithoutExponent(value.Real),
        CelKind.Timestamp => CelText.OfTimestamp(value.Ticks),
        CelKind.Duration => CelText.OfDuration(value.Ticks),
        _ => CelNotation.Write(value),
    };
}
