namespace Zot.Auth.AccessControl;

/// <summary>One component of a glob without braces.</summary>
internal sealed class GlobComponent
{
    private readonly GlobToken[] _tokens;

    public GlobComponent(IEnumerable<GlobToken> tokens)
    {
        _tokens = [.. tokens];
        IsAnyDepth = _tokens is [{ IsStar: true }, { IsStar: true }];
        LeadingText = string.Concat(_tokens.TakeWhile(static token => token.IsLetter).Select(static token => token.Letter));
        Literal = LeadingText.Length == _tokens.Length ? LeadingText : null;
    }

    /// <summary>Whether it is <c>**</c>, for any number of components.</summary>
    public bool IsAnyDepth { get; }

    /// <summary>The only text it matches; <see langword="null"/> when there are others.</summary>
    public string? Literal { get; }

    /// <summary>What every text starts with that it matches.</summary>
    public string LeadingText { get; }

    /// <summary>Whether a component of a name matches.</summary>
    public bool Matches(ReadOnlySpan<char> text)
    {
        if (Literal is not null)
        {
            return text.SequenceEqual(Literal);
        }

        // Position in the tokens and in the text, and where to go on when what follows the last * does not fit.
        var (token, at) = (0, 0);
        var (retryToken, retryAt) = (-1, 0);
        while (at < text.Length || token < _tokens.Length)
        {
            if (token < _tokens.Length && _tokens[token].IsStar)
            {
                (retryToken, retryAt) = (++token, at);
            }
            else if (token < _tokens.Length && at < text.Length && _tokens[token].Matches(text[at]))
            {
                token++;
                at++;
            }
            else if (retryToken < 0 || retryAt >= text.Length)
            {
                return false;
            }
            else
            {
                (token, at) = (retryToken, ++retryAt);
            }
        }

        return true;
    }
}
