using System.Text;
using Zot.Cel.Binding;
using Zot.Cel.Values;

namespace Zot.Cel.Functions;

/// <summary>The string functions.</summary>
internal static class CelStrings
{
    public static CelLibrary Library { get; } = new()
    {
        { ".startsWith", 1, 1, StartsWith },
        { ".endsWith", 1, 1, EndsWith },
        { ".contains", 1, 1, Contains },
        { ".charAt", 1, 1, CharAt },
        { ".indexOf", 1, 2, IndexOf },
        { ".lastIndexOf", 1, 2, LastIndexOf },
        { ".lowerAscii", 0, 0, LowerAscii },
        { ".upperAscii", 0, 0, UpperAscii },
        { ".substring", 1, 2, Substring },
        { ".trim", 0, 0, Trim },
        { ".reverse", 0, 0, Reverse },
        { "strings.quote", 1, Quote },
    };

    private static CelValue? StartsWith(CelFrame frame, CelValue[] arguments) =>
        arguments is [{ Kind: CelKind.String } text, { Kind: CelKind.String } part]
            ? CelValue.Of(text.Text.StartsWith(part.Text, StringComparison.Ordinal))
            : null;

    private static CelValue? EndsWith(CelFrame frame, CelValue[] arguments) =>
        arguments is [{ Kind: CelKind.String } text, { Kind: CelKind.String } part]
            ? CelValue.Of(text.Text.EndsWith(part.Text, StringComparison.Ordinal))
            : null;

    private static CelValue? Contains(CelFrame frame, CelValue[] arguments) =>
        arguments is [{ Kind: CelKind.String } text, { Kind: CelKind.String } part]
            ? !ChargeSearch(frame, text.Text, part.Text) ? CelErrors.TooCostly
                : CelValue.Of(text.Text.Contains(part.Text, StringComparison.Ordinal))
            : null;

    private static CelValue? CharAt(CelFrame frame, CelValue[] arguments)
    {
        if (arguments is not [{ Kind: CelKind.String } text, { Kind: CelKind.Int } index])
        {
            return null;
        }

        var at = CelCodePoints.OffsetOf(text.Text, index.Integer);
        return at < 0 ? CelErrors.IndexOutOfRange
            : at == text.Text.Length ? CelValue.Of("")
            : CelValue.Of(text.Text.Substring(at, CelCodePoints.LengthOfFirst(text.Text.AsSpan(at))));
    }

    private static CelValue? IndexOf(CelFrame frame, CelValue[] arguments)
    {
        if (!TryReadSearch(arguments, absent: 0, out var text, out var part, out var from))
        {
            return null;
        }

        if (part.Length == 0 || from < 0)
        {
            return from < 0 ? CelErrors.IndexOutOfRange : CelValue.Of(from);
        }

        var start = CelCodePoints.OffsetOf(text, from);
        return start < 0 ? CelValue.Of(-1L)
            : !ChargeSearch(frame, text, part) ? CelErrors.TooCostly
            : CelValue.Of(IndexAt(text, text.IndexOf(part, start, StringComparison.Ordinal)));
    }

    private static CelValue? LastIndexOf(CelFrame frame, CelValue[] arguments)
    {
        if (!TryReadSearch(arguments, absent: long.MaxValue, out var text, out var part, out var from))
        {
            return null;
        }

        if (part.Length == 0 || from < 0)
        {
            return from < 0 ? CelErrors.IndexOutOfRange
                : CelValue.Of(from == long.MaxValue ? CelCodePoints.Count(text) : from);
        }

        // The last occurrence that starts at or before the index.
        var start = from == long.MaxValue ? text.Length : CelCodePoints.OffsetOf(text, from);
        if (start < 0 || !ChargeSearch(frame, text, part))
        {
            return start < 0 ? CelValue.Of(-1L) : CelErrors.TooCostly;
        }

        var searched = text.AsSpan(0, (int)Math.Min(text.Length, (long)start + part.Length));
        return CelValue.Of(IndexAt(text, searched.LastIndexOf(part)));
    }

    private static CelValue? LowerAscii(CelFrame frame, CelValue[] arguments) =>
        Map(arguments, static letter => char.IsAsciiLetterUpper(letter) ? (char)(letter | 0x20) : letter);

    private static CelValue? UpperAscii(CelFrame frame, CelValue[] arguments) =>
        Map(arguments, static letter => char.IsAsciiLetterLower(letter) ? (char)(letter & ~0x20) : letter);

    private static CelValue? Map(CelValue[] arguments, Func<char, char> map) =>
        arguments is [{ Kind: CelKind.String } text]
            ? CelValue.Of(string.Create(text.Text.Length, (text.Text, map), static (letters, state) =>
            {
                for (var at = 0; at < letters.Length; at++)
                {
                    letters[at] = state.map(state.Text[at]);
                }
            }))
            : null;

    private static CelValue? Substring(CelFrame frame, CelValue[] arguments)
    {
        if (arguments is not [{ Kind: CelKind.String } text, { Kind: CelKind.Int } first, .. var rest]
            || rest is [{ Kind: not CelKind.Int }])
        {
            return null;
        }

        var start = CelCodePoints.OffsetOf(text.Text, first.Integer);
        var end = rest is [var last] ? CelCodePoints.OffsetOf(text.Text, last.Integer) : text.Text.Length;
        return start < 0 || end < start ? CelErrors.IndexOutOfRange : CelValue.Of(text.Text[start..end]);
    }

    private static CelValue? Trim(CelFrame frame, CelValue[] arguments) =>
        arguments is [{ Kind: CelKind.String } text] ? CelValue.Of(text.Text.Trim()) : null;

    private static CelValue? Reverse(CelFrame frame, CelValue[] arguments)
    {
        if (arguments is not [{ Kind: CelKind.String } text])
        {
            return null;
        }

        var reversed = new StringBuilder(text.Text.Length);
        for (var rest = text.Text.AsSpan(); !rest.IsEmpty;)
        {
            Rune.DecodeLastFromUtf16(rest, out _, out var length);
            reversed.Append(rest[^length..]);
            rest = rest[..^length];
        }

        return CelValue.Of(reversed.ToString());
    }

    private static CelValue? Quote(CelFrame frame, CelValue[] arguments) =>
        arguments is [{ Kind: CelKind.String } text] ? CelValue.Of(CelNotation.Quote(text.Text)) : null;

    private static bool TryReadSearch(
        CelValue[] arguments, long absent, out string text, out string part, out long from)
    {
        (text, part, from) = ("", "", absent);
        if (arguments is not [{ Kind: CelKind.String } first, { Kind: CelKind.String } second, .. var rest]
            || rest is [{ Kind: not CelKind.Int }])
        {
            return false;
        }

        (text, part) = (first.Text, second.Text);
        from = rest is [var index] ? index.Integer : absent;
        return true;
    }

    // In the worst case, a search compares the part at every position.
    private static bool ChargeSearch(CelFrame frame, string text, string part) =>
        frame.ChargeText((long)text.Length * Math.Min(part.Length, text.Length - part.Length + 1));

    private static long IndexAt(string text, int offset) =>
        offset < 0 ? -1 : CelCodePoints.Count(text.AsSpan(0, offset));
}
