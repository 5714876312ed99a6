namespace Zot.Cel.Syntax;

/// <summary>Reads the tokens of an expression with a lookahead of one.</summary>
internal sealed class CelTokens
{
    private readonly string _text;
    private readonly CelLexer _lexer;

    /// <exception cref="CelSyntaxException">One of the first two tokens is invalid.</exception>
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
                ? $"expected '{symbol}' at the end"
                : $"expected '{symbol}' before '{Current.Text}'");
        }
    }

    public CelSyntaxException Unexpected() => Refusal(Current.Position, Current.Kind == CelTokenKind.End
        ? "unexpected end of the expression"
        : $"unexpected '{Current.Text}'");

    public CelSyntaxException Refusal(int position, string reason) => new(_text, position, reason);
}
