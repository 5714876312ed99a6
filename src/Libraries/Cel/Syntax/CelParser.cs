namespace Zot.Cel.Syntax;

/// <summary>Parses expressions. Operator precedence follows the language definition, section "Syntax".</summary>
internal sealed partial class CelParser
{
    // Deeper than practical expressions; each level needs some 300 bytes of stack to evaluate and 2 KiB to parse.
    private const int MaxDepth = 100;

    private readonly CelTokens _tokens;
    private int _nesting;

    private CelParser(CelTokens tokens) => _tokens = tokens;

    /// <summary>Parses an expression.</summary>
    /// <exception cref="CelSyntaxException">The expression is malformed.</exception>
    public static CelSyntax Parse(string text)
    {
        if (text.Length > CelExpression.MaxLength)
        {
            throw new CelSyntaxException(text, 0, $"is longer than {CelExpression.MaxLength} characters");
        }

        var tokens = new CelTokens(text);
        var expression = new CelParser(tokens).ReadExpression();
        return tokens.Current.Kind == CelTokenKind.End ? expression : throw tokens.Unexpected();
    }

    private CelSyntax ReadExpression()
    {
        if (++_nesting > MaxDepth)
        {
            throw TooDeep(_tokens.Current.Position);
        }

        var condition = ReadDisjunction();
        if (_tokens.Current.Is("?"))
        {
            var position = _tokens.Take().Position;
            var then = ReadDisjunction();
            _tokens.Expect(":");
            condition = Checked(new CelSyntax.Conditional(position, condition, then, ReadExpression()));
        }

        _nesting--;
        return condition;
    }

    private CelSyntax ReadDisjunction() => ReadLogic("||", ReadConjunction);

    private CelSyntax ReadConjunction() => ReadLogic("&&", () => ReadBinary(1));

    private CelSyntax ReadLogic(string symbol, Func<CelSyntax> readOperand)
    {
        var first = readOperand();
        if (!_tokens.Current.Is(symbol))
        {
            return first;
        }

        var position = _tokens.Current.Position;
        var operands = new List<CelSyntax> { first };
        while (_tokens.TryTake(symbol))
        {
            operands.Add(readOperand());
        }

        return Checked(new CelSyntax.Logic(position, symbol, operands));
    }

    private CelSyntax ReadBinary(int level)
    {
        var left = level > 3 ? ReadUnary() : ReadBinary(level + 1);
        while (LevelOf(_tokens.Current) == level)
        {
            var symbol = _tokens.Take();
            left = Checked(new CelSyntax.Binary(symbol.Position, symbol.Text, left, ReadBinary(level + 1)));
        }

        return left;
    }

    private static int LevelOf(CelToken token) => (token.Kind, token.Text) switch
    {
        (CelTokenKind.Symbol, "==" or "!=" or "<" or "<=" or ">" or ">=") or (CelTokenKind.Name, "in") => 1,
        (CelTokenKind.Symbol, "+" or "-") => 2,
        (CelTokenKind.Symbol, "*" or "/" or "%") => 3,
        _ => 0,
    };

    private CelSyntax ReadUnary()
    {
        if (!_tokens.Current.Is("!") && !_tokens.Current.Is("-"))
        {
            return ReadMember();
        }

        var signs = new Stack<CelToken>();
        var symbol = _tokens.Current.Text;
        while (_tokens.Current.Is(symbol) && !IsSignOfNumber())
        {
            signs.Push(_tokens.Take());
        }

        var operand = ReadMember();
        while (signs.TryPop(out var sign))
        {
            operand = Checked(new CelSyntax.Unary(sign.Position, sign.Text, operand));
        }

        return operand;
    }

    private CelSyntax Checked(CelSyntax syntax) => syntax.Depth <= MaxDepth ? syntax : throw TooDeep(syntax.Position);

    private CelSyntaxException TooDeep(int position) =>
        _tokens.Refusal(position, $"is nested deeper than {MaxDepth} levels");
}
