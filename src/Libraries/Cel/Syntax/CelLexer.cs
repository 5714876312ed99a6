using System.Globalization;
using Zot.Cel.Values;

namespace Zot.Cel.Syntax;

/// <summary>Splits an expression into tokens.</summary>
internal sealed class CelLexer(string text)
{
    private static readonly string[] Symbols =
    [
        "||", "&&", "==", "!=", "<=", ">=",
        "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}",
    ];

    private int _at;

    /// <summary>Reads the next token.</summary>
    /// <exception cref="CelSyntaxException">The text is not a valid token.</exception>
    public CelToken Next()
    {
        SkipSpace();
        if (_at == text.Length)
        {
            return new CelToken(CelTokenKind.End, _at, "", default);
        }

        if (char.IsAsciiDigit(text[_at]) || (text[_at] == '.' && char.IsAsciiDigit(At(_at + 1))))
        {
            return ReadNumber();
        }

        if (CelStringReader.StartsAt(text, _at))
        {
            var start = _at;
            var value = CelStringReader.Read(text, ref _at);
            return new CelToken(CelTokenKind.Literal, start, text[start.._at], value);
        }

        if (IsNamePart(text[_at]))
        {
            var start = _at;
            Skip(IsNamePart);
            return new CelToken(CelTokenKind.Name, start, text[start.._at], default);
        }

        var symbol = Array.Find(Symbols, symbol => text.AsSpan(_at).StartsWith(symbol))
            ?? throw new CelSyntaxException(text, _at, $"unexpected '{text[_at]}'");
        _at += symbol.Length;
        return new CelToken(CelTokenKind.Symbol, _at - symbol.Length, symbol, default);
    }

    private static bool IsNamePart(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';

    private void SkipSpace()
    {
        while (_at < text.Length)
        {
            if (text[_at] is ' ' or '\t' or '\n' or '\r' or '\f')
            {
                _at++;
            }
            else if (text[_at] == '/' && At(_at + 1) == '/')
            {
                var end = text.IndexOf('\n', _at);
                _at = end < 0 ? text.Length : end;
            }
            else
            {
                return;
            }
        }
    }

    private CelToken ReadNumber()
    {
        var start = _at;
        if (text[_at] == '0' && At(_at + 1) is 'x' or 'X')
        {
            _at += 2;
            Skip(char.IsAsciiHexDigit);
            return ReadInteger(start, text.AsSpan(start + 2, _at - start - 2), NumberStyles.AllowHexSpecifier);
        }

        Skip(char.IsAsciiDigit);
        var isWhole = true;
        if (At(_at) == '.' && char.IsAsciiDigit(At(_at + 1)))
        {
            isWhole = false;
            _at++;
            Skip(char.IsAsciiDigit);
        }

        if (At(_at) is 'e' or 'E')
        {
            isWhole = false;
            _at += At(_at + 1) is '+' or '-' ? 2 : 1;
            Skip(char.IsAsciiDigit);
        }

        var digits = text.AsSpan(start, _at - start);
        if (isWhole)
        {
            return ReadInteger(start, digits, NumberStyles.None);
        }

        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
            && !IsNamePart(At(_at))
            ? new CelToken(CelTokenKind.Literal, start, digits.ToString(), CelValue.Of(real))
            : throw new CelSyntaxException(text, start, "invalid number");
    }

    private CelToken ReadInteger(int start, ReadOnlySpan<char> digits, NumberStyles style)
    {
        if (!ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out var amount))
        {
            throw new CelSyntaxException(text, start, digits.IsEmpty ? "invalid number" : "the number is out of range");
        }

        var isUnsigned = At(_at) is 'u' or 'U';
        _at += isUnsigned ? 1 : 0;
        return IsNamePart(At(_at))
            ? throw new CelSyntaxException(text, start, "invalid number")
            : new CelToken(
                isUnsigned ? CelTokenKind.Literal : CelTokenKind.Integer, start, text[start.._at], CelValue.Of(amount));
    }

    private void Skip(Predicate<char> belongs)
    {
        while (_at < text.Length && belongs(text[_at]))
        {
            _at++;
        }
    }

    private char At(int index) => index < text.Length ? text[index] : '\0';
}
