using System.Buffers;
using System.Globalization;
using System.Text;
using Zot.Cel.Values;

namespace Zot.Cel.Syntax;

/// <summary>Parses string and bytes literals: single-quoted or triple-quoted, raw or with escapes.</summary>
internal static class CelStringReader
{
    /// <summary>
    /// Returns whether a literal starts at an offset: a quote, optionally after <c>b</c>, <c>r</c> or <c>br</c>.
    /// </summary>
    public static bool StartsAt(string text, int at)
    {
        at += at < text.Length && text[at] is 'b' or 'B' ? 1 : 0;
        at += at < text.Length && text[at] is 'r' or 'R' ? 1 : 0;
        return at < text.Length && text[at] is '"' or '\'';
    }

    /// <summary>Parses the literal that starts at an offset.</summary>
    /// <exception cref="CelSyntaxException">
    /// The literal is unterminated or contains an invalid escape sequence.
    /// </exception>
    public static CelValue Read(string text, ref int at)
    {
        var start = at;
        var isBytes = text[at] is 'b' or 'B';
        at += isBytes ? 1 : 0;
        var isRaw = text[at] is 'r' or 'R';
        at += isRaw ? 1 : 0;
        var quote = new string(text[at], text.AsSpan(at).StartsWith(new string(text[at], 3)) ? 3 : 1);
        at += quote.Length;

        var bytes = new List<byte>();
        while (true)
        {
            if (at >= text.Length || (quote.Length == 1 && text[at] is '\n' or '\r'))
            {
                throw new CelSyntaxException(text, start, "unterminated string literal");
            }

            if (text.AsSpan(at).StartsWith(quote))
            {
                at += quote.Length;
                return isBytes ? CelValue.OfBytes([.. bytes]) : CelValue.Of(Encoding.UTF8.GetString([.. bytes]));
            }

            if (text[at] == '\\' && !isRaw)
            {
                ReadEscape(text, ref at, isBytes, bytes);
                continue;
            }

            ReadLetter(text, ref at, bytes);
        }
    }

    private static void ReadLetter(string text, ref int at, List<byte> bytes)
    {
        if (Rune.DecodeFromUtf16(text.AsSpan(at), out var letter, out var length) != OperationStatus.Done)
        {
            throw new CelSyntaxException(text, at, "is an unpaired surrogate");
        }

        at += length;
        Append(letter, bytes);
    }

    private static void ReadEscape(string text, ref int at, bool isBytes, List<byte> bytes)
    {
        var start = at;
        var kind = start + 1 < text.Length ? text[start + 1] : '\0';
        at += 2;
        var plain = "abfnrtv\\?\"'`".IndexOf(kind, StringComparison.Ordinal);
        if (plain >= 0)
        {
            bytes.Add((byte)"\a\b\f\n\r\t\v\\?\"'`"[plain]);
            return;
        }

        var (length, digits) = kind switch
        {
            'x' or 'X' => (2, NumberStyles.AllowHexSpecifier),
            'u' when !isBytes => (4, NumberStyles.AllowHexSpecifier),
            'U' when !isBytes => (8, NumberStyles.AllowHexSpecifier),
            >= '0' and <= '3' => (3, NumberStyles.None),
            _ => throw new CelSyntaxException(text, start, "unknown escape sequence"),
        };
        at -= digits == NumberStyles.None ? 1 : 0;
        if (at + length > text.Length
            || !TryParse(text.AsSpan(at, length), digits, out var code)
            || (!isBytes && !Rune.IsValid(code)))
        {
            throw new CelSyntaxException(text, start, "the escape sequence is not a valid character");
        }

        at += length;
        if (isBytes)
        {
            bytes.Add((byte)code);
        }
        else
        {
            Append(new Rune(code), bytes);
        }
    }

    private static bool TryParse(ReadOnlySpan<char> digits, NumberStyles style, out int code)
    {
        if (style == NumberStyles.AllowHexSpecifier)
        {
            return int.TryParse(digits, style, CultureInfo.InvariantCulture, out code);
        }

        code = digits.ContainsAnyExceptInRange('0', '7')
            ? -1
            : ((digits[0] - '0') * 64) + ((digits[1] - '0') * 8) + digits[2] - '0';
        return code >= 0;
    }

    private static void Append(Rune letter, List<byte> bytes)
    {
        Span<byte> buffer = stackalloc byte[4];
        bytes.AddRange(buffer[..letter.EncodeToUtf8(buffer)]);
    }
}
