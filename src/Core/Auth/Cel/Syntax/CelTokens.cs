namespace Zot.Auth.Cel;

/// <summary>The words of an expression, one after the other, with a look at the one that follows.</summary>
internal sealed class CelTokens
{
    private readonly string _text;
    private readonly CelLexer _lexer;

    /// <exception cref="CelSyntaxException">The first two words are none.</exception>
    public CelTokens(string text)
    {
        _text = text;
        _lexer = new CelLexer(text);
        Current = _lexer.Next();
        Following = _lexer.Next();
    }

    public CelToken Current { get; private set; }

    public CelToken Following { get; private set; }

    public CelToken Take()
    {
        var taken = Current;
        Current = Following;
        Following = Current.Kind == CelTokenKind.End ? Current : _lexer.Next();
        return taken;
    }

    public bool TryTake(string symbol)
    {
        var found = Current.Is(symbol);
        if (found)
        {
            Take();
        }

        return found;
    }

    public void Expect(string symbol)
    {
        if (!TryTake(symbol))
        {
            throw Refusal(Current.Position, Current.Kind == CelTokenKind.End
                ? $"'{symbol}' is missing at the end"
                : $"'{symbol}' is missing before '{Current.Text}'");
        }
    }

    public CelSyntaxException Unexpected() => Refusal(Current.Position, Current.Kind == CelTokenKind.End
        ? "the expression is not complete"
        : $"'{Current.Text}' is not expected here");

    public CelSyntaxException Refusal(int position, string reason) => new(_text, position, reason);
}
