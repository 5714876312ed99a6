namespace Zot.Auth.AccessControl;

/// <summary>One component of a glob without braces.</summary>
internal sealed class GlobComponent
{
    private readonly GlobToken[] _tokens;

    public GlobComponent(IEnumerable<GlobToken> tokens)
    {
        _tokens = [.. tokens];
        IsAnyDepth = _tokens is [{ IsStar: true }, { IsStar: true }];
        LeadingText =
            string.Concat(_tokens.TakeWhile(static token => token.IsLetter).Select(static token => token.Letter));
        Literal = LeadingText.Length == _tokens.Length ? LeadingText : null;
    }

    /// <summary>Indicates whether the component is <c>**</c>, for any number of components.</summary>
    public bool IsAnyDepth { get; }

    /// <summary>The only text that matches; <see langword="null"/> if several texts match.</summary>
    public string? Literal { get; }

    /// <summary>The common prefix of all matching texts.</summary>
    public string LeadingText { get; }

    /// <summary>Returns whether a component of a name matches.</summary>
    public bool Matches(ReadOnlySpan<char> text)
    {
        if (Literal is not null)
        {
            return text.SequenceEqual(Literal);
        }

        // Positions in the tokens and in the text, then the backtracking positions of the last *.
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
