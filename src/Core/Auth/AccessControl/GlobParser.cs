using System.Diagnostics.CodeAnalysis;

namespace Zot.Auth.AccessControl;

/// <summary>Parses globs.</summary>
internal sealed class GlobParser
{
    // Far beyond practical use; without a limit, twenty pairs of braces would expand to a million patterns.
    private const int MaxAlternatives = 10_000;

    // Represents a slash between components.
    private static readonly GlobToken Slash = GlobToken.Of('/');

    private readonly string _text;
    private int _at;
    private string? _reason;

    private GlobParser(string text) => _text = text;

    public static bool TryParse(
        string text, [NotNullWhen(true)] out GlobAlternative[]? alternatives, [NotNullWhen(false)] out string? reason)
    {
        var parser = new GlobParser(text);
        var sequences = parser.ReadSequence(depth: 0);
        reason = parser._reason;
        alternatives = reason is null
            ? [.. sequences.Select(static sequence => new GlobAlternative(ComponentsOf(sequence)))]
            : null;
        return alternatives is not null;
    }

    // Returns the token sequences that the text expands to, up to its end or, in braces, a comma or closing brace.
    private List<List<GlobToken>> ReadSequence(int depth)
    {
        List<List<GlobToken>> sequences = [[]];
        while (_reason is null && _at < _text.Length && !(depth > 0 && _text[_at] is ',' or '}'))
        {
            if (_text[_at] == '{')
            {
                sequences = Combine(sequences, ReadBraces(depth + 1));
            }
            else if (ReadToken() is { } token)
            {
                sequences.ForEach(sequence => sequence.Add(token));
            }
        }

        return sequences;
    }

    private List<List<GlobToken>> ReadBraces(int depth)
    {
        const int MaxDepth = 64;
        var alternatives = new List<List<GlobToken>>();
        do
        {
            _at++;
            if (depth > MaxDepth)
            {
                return Fail($"must not nest braces deeper than {MaxDepth}");
            }

            alternatives.AddRange(ReadSequence(depth));
            if (_at >= _text.Length)
            {
                return Fail("must close its '{'");
            }
        }
        while (_reason is null && _text[_at] == ',');

        _at++;
        return alternatives;
    }

    private List<List<GlobToken>> Combine(List<List<GlobToken>> before, List<List<GlobToken>> after)
    {
        if ((long)before.Count * after.Count > MaxAlternatives)
        {
            return Fail($"must not have more than {MaxAlternatives} alternatives");
        }

        return [.. before.SelectMany(_ => after, static (first, second) => new List<GlobToken>([.. first, .. second]))];
    }

    private GlobToken? ReadToken()
    {
        var letter = _text[_at++];
        switch (letter)
        {
            case '/':
                return Slash;
            case '*':
                return GlobToken.Star;
            case '?':
                return GlobToken.Any;
            case '[':
                return ReadClass();
            case '}':
                Fail("must have an opening '{' for each '}'");
                return null;
            case '\\':
                if (_at == _text.Length)
                {
                    Fail("must not end with a backslash");
                    return null;
                }

                return _text[_at++] is var escaped and not '/' ? GlobToken.Of(escaped) : Slash;
            default:
                return GlobToken.Of(letter);
        }
    }

    private GlobToken? ReadClass()
    {
        var isNegated = _at < _text.Length && _text[_at] is '!' or '^';
        _at += isNegated ? 1 : 0;
        var ranges = new List<(char First, char Last)>();
        while (_at < _text.Length && _text[_at] != ']')
        {
            var first = ReadMember();

            // A hyphen at the end of a class, or after a range, is an ordinary member.
            if (_at + 1 < _text.Length && _text[_at] == '-' && _text[_at + 1] != ']')
            {
                _at++;
                ranges.Add((first, ReadMember()));
                if (_at + 1 < _text.Length && _text[_at] == '-' && _text[_at + 1] != ']')
                {
                    _at++;
                    ranges.Add(('-', '-'));
                }
            }
            else
            {
                ranges.Add((first, first));
            }
        }

        if (_at >= _text.Length || ranges.Count == 0)
        {
            Fail(_at < _text.Length ? "must not have an empty '[]'" : "must close its '['");
            return null;
        }

        _at++;
        return GlobToken.Class(ranges, isNegated);
    }

    private char ReadMember()
    {
        _at += _text[_at] == '\\' && _at + 1 < _text.Length ? 1 : 0;
        return _text[_at++];
    }

    private static GlobComponent[] ComponentsOf(List<GlobToken> tokens)
    {
        var components = new List<GlobComponent>();
        var rest = tokens;
        while (rest.IndexOf(Slash) is var slash and >= 0)
        {
            components.Add(new GlobComponent(rest[..slash]));
            rest = rest[(slash + 1)..];
        }

        components.Add(new GlobComponent(rest));
        return GlobDepth.Normalize(components);
    }

    private List<List<GlobToken>> Fail(string reason)
    {
        _reason ??= reason;
        return [[]];
    }
}
