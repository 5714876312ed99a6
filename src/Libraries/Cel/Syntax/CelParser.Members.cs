using Zot.Cel.Values;

namespace Zot.Cel.Syntax;

/// <remarks>Parses operands: literals, names, selections and calls.</remarks>
internal sealed partial class CelParser
{
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
                throw _tokens.Refusal(_tokens.Current.Position, "messages are not supported");
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
            throw _tokens.Refusal(name.Position, $"'{name.Text}' is a reserved word");
        }

        return _tokens.Current.Is("(")
            ? Checked(new CelSyntax.Call(name.Position, null, name.Text, ReadArguments()))
            : new CelSyntax.Name(name.Position, name.Text);
    }

    private bool IsSignOfNumber() =>
        _tokens.Current.Is("-")
        && _tokens.Following is { Kind: CelTokenKind.Integer }
            or { Kind: CelTokenKind.Literal, Value.Kind: CelKind.Double };

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
}
