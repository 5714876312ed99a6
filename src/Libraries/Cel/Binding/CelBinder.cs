using Zot.Cel.Syntax;
using Zot.Cel.Values;

namespace Zot.Cel.Binding;

/// <summary>Binds the names of an expression and makes it executable. Rejects unknown names and functions.</summary>
internal sealed class CelBinder(string text)
{
    /// <exception cref="CelSyntaxException">The expression uses an unknown name or function.</exception>
    public CelBound Bind(CelSyntax syntax, CelScope scope) => syntax switch
    {
        CelSyntax.Literal literal => CelBound.Constant(literal.Value),
        CelSyntax.Name name => BindName(name, scope),
        CelSyntax.Select select => BindSelect(select, scope),
        CelSyntax.Index index => BindIndex(index, scope),
        CelSyntax.Call call => new CelCallBinder(this).Bind(call, scope),
        CelSyntax.Unary unary => BindUnary(unary, scope),
        CelSyntax.Binary binary => BindBinary(binary, scope),
        CelSyntax.Logic logic => CelLogic.Bind(logic.Operator == "||", BindAll(logic.Operands, scope)),
        CelSyntax.Conditional conditional => CelLogic.BindConditional(
            Bind(conditional.Condition, scope), Bind(conditional.Then, scope), Bind(conditional.Otherwise, scope)),
        CelSyntax.List list => CelCollections.BindList(
            list.Items, BindAll(list.Items.Select(static item => item.Value), scope)),
        CelSyntax.Map map => CelCollections.BindMap(
            map.Entries,
            BindAll(map.Entries.Select(static entry => entry.Key), scope),
            BindAll(map.Entries.Select(static entry => entry.Value), scope)),
        _ => throw Refusal(syntax.Position, "cannot be evaluated"),
    };

    public CelBound[] BindAll(IEnumerable<CelSyntax> syntaxes, CelScope scope) =>
        [.. syntaxes.Select(syntax => Bind(syntax, scope))];

    public CelSyntaxException Refusal(int position, string reason) => new(text, position, reason);

    /// <summary>
    /// Returns the dotted name that an expression represents; <see langword="null"/> if it is not a dotted name.
    /// </summary>
    public static string? QualifiedNameOf(CelSyntax? syntax, CelScope scope) => syntax switch
    {
        CelSyntax.Name name when !scope.TryFind(name.Text, out _) => name.Text,
        CelSyntax.Select { IsOptional: false } select when QualifiedNameOf(select.Operand, scope) is { } qualifier =>
            $"{qualifier}.{select.Field}",
        _ => null,
    };

    private CelBound BindName(CelSyntax.Name name, CelScope scope)
    {
        if (scope.TryFind(name.Text, out var slot))
        {
            return new CelBound(frame => frame[slot], 1, IsConstant: false);
        }

        return CelKinds.TryFind(name.Text, out var kind)
            ? CelBound.Constant(CelValue.OfType(kind))
            : throw Refusal(name.Position, $"undeclared reference to '{name.Text}'");
    }

    private CelBound BindSelect(CelSyntax.Select select, CelScope scope)
    {
        if (QualifiedNameOf(select, scope) is { } name && CelKinds.TryFind(name, out var kind))
        {
            return CelBound.Constant(CelValue.OfType(kind));
        }

        var operand = Bind(select.Operand, scope);
        var key = CelValue.Of(select.Field);
        return CelBound.From(
            select.IsOptional
                ? frame => CelSelection.TrySelect(operand.Step(frame), key)
                : frame => CelSelection.Select(operand.Step(frame), key),
            operand);
    }

    private CelBound BindIndex(CelSyntax.Index index, CelScope scope)
    {
        var operand = Bind(index.Operand, scope);
        var key = Bind(index.Key, scope);
        return CelBound.From(
            index.IsOptional
                ? frame => CelSelection.TrySelect(operand.Step(frame), key.Step(frame))
                : frame => CelSelection.Select(operand.Step(frame), key.Step(frame)),
            operand, key);
    }

    private CelBound BindUnary(CelSyntax.Unary unary, CelScope scope)
    {
        var operand = Bind(unary.Operand, scope);
        return CelBound.From(
            unary.Operator == "!"
                ? frame => CelLogic.Not(operand.Step(frame))
                : frame => CelArithmetic.Negate(operand.Step(frame)),
            operand);
    }

    private CelBound BindBinary(CelSyntax.Binary binary, CelScope scope)
    {
        var left = Bind(binary.Left, scope);
        var right = Bind(binary.Right, scope);
        var apply = CelOperators.Find(binary.Operator);
        return CelBound.From(
            frame =>
            {
                var first = left.Step(frame);
                if (first.IsError)
                {
                    return first;
                }

                var second = right.Step(frame);
                return second.IsError ? second : apply(frame, first, second);
            },
            left, right);
    }
}
