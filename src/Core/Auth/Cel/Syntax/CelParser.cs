namespace Zot.Auth.Cel;

/// <summary>Reads an expression. Operators bind as in the language definition, "Syntax".</summary>
internal sealed class CelParser
{
    // As deep as anybody writes; evaluating needs some 300 bytes of stack for each level, reading 2 KiB.
    private const int MaxDepth = 100;

    private readonly CelTokens _tokens;
    private int _nesting;

    private CelParser(CelTokens tokens) => _tokens = tokens;

    /// <summary>Reads an expression.</summary>
    /// <exception cref="CelSyntaxException">It is malformed.</exception>
    public static CelSyntax Parse(string text)
    {
        if (text.Length > CelExpression.MaxLength)
        {
            throw new CelSyntaxException(text, 0, $"is longer than {CelExpression.MaxLength} letters");
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

    private bool IsSignOfNumber() =>
        _tokens.Current.Is("-")
        && _tokens.Following is { Kind: CelTokenKind.Integer } or { Kind: CelTokenKind.Literal, Value.Kind: CelKind.Double };

    private CelSyntax ReadMember()
    {
        var operand = ReadPrimary();
        while (true)
        {
            if (_tokens.TryTake("."))
            {
                operand = ReadSelection(operand);
            }
            else if (_tokens.Current.Is("["))
            {
                var position = _tokens.Take().Position;
                var isOptional = _tokens.TryTake("?");
                var key = ReadExpression();
                _tokens.Expect("]");
                operand = new CelSyntax.Index(position, operand, key, isOptional);
            }
            else if (_tokens.Current.Is("{") && operand is CelSyntax.Name or CelSyntax.Select)
            {
                throw _tokens.Refusal(_tokens.Current.Position, "messages cannot be made here");
            }
            else
            {
                return operand;
            }

            Checked(operand);
        }
    }

    private CelSyntax ReadSelection(CelSyntax operand)
    {
        var isOptional = _tokens.TryTake("?");
        var field = _tokens.Current;
        if (field.Kind != CelTokenKind.Name || CelWords.IsUsed(field.Text))
        {
            throw _tokens.Unexpected();
        }

        _tokens.Take();
        return _tokens.Current.Is("(") && !isOptional
            ? new CelSyntax.Call(field.Position, operand, field.Text, ReadArguments())
            : new CelSyntax.Select(field.Position, operand, field.Text, isOptional);
    }

    private CelSyntax ReadPrimary()
    {
        var token = _tokens.Current;
        switch (token.Kind)
        {
            case CelTokenKind.Symbol when token.Text == "(":
                _tokens.Take();
                var inner = ReadExpression();
                _tokens.Expect(")");
                return inner;
            case CelTokenKind.Symbol when token.Text == "[":
                return ReadList();
            case CelTokenKind.Symbol when token.Text == "{":
                return ReadMap();
            case CelTokenKind.Symbol when token.Text == "-" && IsSignOfNumber():
                _tokens.Take();
                return new CelSyntax.Literal(token.Position, Negated(_tokens.Take()));
            case CelTokenKind.Symbol when token.Text == "." && _tokens.Following.Kind == CelTokenKind.Name:
                _tokens.Take();
                return ReadName();
            case CelTokenKind.Integer:
                _tokens.Take();
                return token.Value.Unsigned <= long.MaxValue
                    ? new CelSyntax.Literal(token.Position, CelValue.Of((long)token.Value.Unsigned))
                    : throw _tokens.Refusal(token.Position, "the number is out of range");
            case CelTokenKind.Literal:
                return new CelSyntax.Literal(token.Position, _tokens.Take().Value);
            case CelTokenKind.Name:
                return ReadName();
            default:
                throw _tokens.Unexpected();
        }
    }

    private CelSyntax ReadName()
    {
        var name = _tokens.Take();
        if (CelWords.TryReadConstant(name.Text, out var constant))
        {
            return new CelSyntax.Literal(name.Position, constant);
        }

        if (CelWords.IsUsed(name.Text) || CelWords.IsReserved(name.Text))
        {
            throw _tokens.Refusal(name.Position, $"'{name.Text}' is a word of the language");
        }

        return _tokens.Current.Is("(")
            ? Checked(new CelSyntax.Call(name.Position, null, name.Text, ReadArguments()))
            : new CelSyntax.Name(name.Position, name.Text);
    }

    private List<CelSyntax> ReadArguments()
    {
        _tokens.Expect("(");
        var arguments = new List<CelSyntax>();
        while (!_tokens.Current.Is(")"))
        {
            arguments.Add(ReadExpression());
            if (!_tokens.TryTake(","))
            {
                break;
            }
        }

        _tokens.Expect(")");
        return arguments;
    }

    private CelSyntax ReadList()
    {
        var position = _tokens.Take().Position;
        var items = new List<CelSyntax.Item>();
        while (!_tokens.Current.Is("]"))
        {
            var isOptional = _tokens.TryTake("?");
            items.Add(new CelSyntax.Item(ReadExpression(), isOptional));
            if (!_tokens.TryTake(","))
            {
                break;
            }
        }

        _tokens.Expect("]");
        return Checked(new CelSyntax.List(position, items));
    }

    private CelSyntax ReadMap()
    {
        var position = _tokens.Take().Position;
        var entries = new List<CelSyntax.Entry>();
        while (!_tokens.Current.Is("}"))
        {
            var isOptional = _tokens.TryTake("?");
            var key = ReadExpression();
            _tokens.Expect(":");
            entries.Add(new CelSyntax.Entry(key, ReadExpression(), isOptional));
            if (!_tokens.TryTake(","))
            {
                break;
            }
        }

        _tokens.Expect("}");
        return Checked(new CelSyntax.Map(position, entries));
    }

    private CelValue Negated(CelToken number)
    {
        if (number.Kind == CelTokenKind.Literal)
        {
            return CelValue.Of(-number.Value.Real);
        }

        return number.Value.Unsigned <= long.MaxValue + 1UL
            ? CelValue.Of(unchecked(-(long)number.Value.Unsigned))
            : throw _tokens.Refusal(number.Position, "the number is out of range");
    }

    private CelSyntax Checked(CelSyntax syntax) => syntax.Depth <= MaxDepth ? syntax : throw TooDeep(syntax.Position);

    private CelSyntaxException TooDeep(int position) => _tokens.Refusal(position, $"is nested deeper than {MaxDepth} levels");
}
