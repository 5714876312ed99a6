using System.Text;
using Zot.Cel.Binding;
using Zot.Cel.Values;

namespace Zot.Cel.Functions;

/// <summary>The string functions that split, join and replace.</summary>
internal static class CelStringLists
{
    public static CelLibrary Library { get; } = new()
    {
        { ".split", 1, 2, Split },
        { ".join", 0, 1, Join },
        { ".replace", 2, 3, Replace },
    };

    private static CelValue? Split(CelFrame frame, CelValue[] arguments)
    {
        if (arguments is not [{ Kind: CelKind.String } text, { Kind: CelKind.String } separator, .. var rest]
            || rest is [{ Kind: not CelKind.Int }])
        {
            return null;
        }

        // The maximum number of parts; negative for all, 0 for none.
        var limit = rest is [var most] ? most.Integer : -1;
        var (whole, mark) = (text.Text, separator.Text);
        var parts = new List<CelValue>();
        var at = 0;
        while (limit < 0 || parts.Count < limit - 1)
        {
            // An empty separator splits a string into code points; the last of them is the remainder.
            var end = mark.Length > 0 ? whole.IndexOf(mark, at, StringComparison.Ordinal)
                : at < whole.Length ? at + CelCodePoints.LengthOfFirst(whole.AsSpan(at))
                : whole.Length;
            if (end < 0 || (mark.Length == 0 && end == whole.Length))
            {
                break;
            }

            if (!frame.ChargeText(end - at))
            {
                return CelErrors.TooCostly;
            }

            parts.Add(CelValue.Of(whole[at..end]));
            at = end + mark.Length;
        }

        if (limit != 0 && (mark.Length > 0 || at < whole.Length))
        {
            parts.Add(CelValue.Of(whole[at..]));
        }

        return CelValue.OfItems([.. parts]);
    }

    private static CelValue? Join(CelFrame frame, CelValue[] arguments)
    {
        if (arguments is not [{ Kind: CelKind.List } list, .. var rest] || rest is [{ Kind: not CelKind.String }]
            || Array.Exists(list.Items, static item => item.Kind != CelKind.String))
        {
            return null;
        }

        var separator = rest is [var between] ? between.Text : "";
        var length = list.Items.Sum(item => (long)item.Text.Length + separator.Length);
        return frame.Charge(list.Items.Length) && frame.ChargeText(length)
            ? CelValue.Of(string.Join(separator, list.Items.Select(static item => item.Text)))
            : CelErrors.TooCostly;
    }

    private static CelValue? Replace(CelFrame frame, CelValue[] arguments)
    {
        if (arguments is not
            [{ Kind: CelKind.String } text, { Kind: CelKind.String } old, { Kind: CelKind.String } with, .. var rest]
            || rest is [{ Kind: not CelKind.Int }])
        {
            return null;
        }

        // The maximum number of replacements; negative for all.
        var limit = rest is [{ Integer: >= 0 } most] ? most.Integer : long.MaxValue;
        var result = new StringBuilder();
        var at = 0;
        for (; limit > 0; limit--)
        {
            var next = old.Text.Length > 0 ? text.Text.IndexOf(old.Text, at, StringComparison.Ordinal) : at;
            if (next < 0 || next > text.Text.Length)
            {
                break;
            }

            if (!frame.ChargeText((long)next - at + old.Text.Length + with.Text.Length))
            {
                return CelErrors.TooCostly;
            }

            result.Append(text.Text, at, next - at).Append(with.Text);
            at = next + old.Text.Length;

            // An empty string matches before every code point and at the end.
            if (old.Text.Length == 0 && !CopyCodePoint())
            {
                break;
            }
        }

        return CelValue.Of(result.Append(text.Text, at, text.Text.Length - at).ToString());

        bool CopyCodePoint()
        {
            var length = at < text.Text.Length ? CelCodePoints.LengthOfFirst(text.Text.AsSpan(at)) : 0;
            result.Append(text.Text, at, length);
            at += length;
            return length > 0;
        }
    }
}
