using Zot.Cel.Values;

namespace Zot.Cel.Syntax;

/// <summary>A node of the syntax tree. Its string form is fully parenthesized, to show the structure.</summary>
/// <param name="Position">The position of the token that determines the kind of the node.</param>
internal abstract record CelSyntax(int Position)
{
    /// <summary>The depth of the tree: 1 for a literal.</summary>
    public abstract int Depth { get; }

    private static string Join(IEnumerable<object> items) => string.Join(", ", items);

    private static int DeepestOf(IEnumerable<CelSyntax> items) =>
        items.Select(static item => item.Depth).DefaultIfEmpty().Max();

    /// <summary>A literal value.</summary>
    internal sealed record Literal(int Position, CelValue Value) : CelSyntax(Position)
    {
        public override int Depth => 1;

        public override string ToString() => Value.ToString();
    }

    /// <summary>A name.</summary>
    internal sealed record Name(int Position, string Text) : CelSyntax(Position)
    {
        public override int Depth => 1;

        public override string ToString() => Text;
    }

    /// <summary>A selection, <c>operand.field</c> or <c>operand.?field</c>.</summary>
    internal sealed record Select(int Position, CelSyntax Operand, string Field, bool IsOptional) : CelSyntax(Position)
    {
        public override int Depth { get; } = Operand.Depth + 1;

        public override string ToString() => $"{Operand}.{(IsOptional ? "?" : "")}{Field}";
    }

    /// <summary>An index, <c>operand[index]</c> or <c>operand[?index]</c>.</summary>
    internal sealed record Index(int Position, CelSyntax Operand, CelSyntax Key, bool IsOptional) : CelSyntax(Position)
    {
        public override int Depth { get; } = Math.Max(Operand.Depth, Key.Depth) + 1;

        public override string ToString() => $"{Operand}[{(IsOptional ? "?" : "")}{Key}]";
    }

    /// <summary>A call, <c>function(arguments)</c> or <c>target.function(arguments)</c>.</summary>
    internal sealed record Call(int Position, CelSyntax? Target, string Function, IReadOnlyList<CelSyntax> Arguments)
        : CelSyntax(Position)
    {
        public override int Depth { get; } = Math.Max(Target?.Depth ?? 0, DeepestOf(Arguments)) + 1;

        public override string ToString() => $"{(Target is null ? "" : $"{Target}.")}{Function}({Join(Arguments)})";
    }

    /// <summary>A unary operation, <c>-operand</c> or <c>!operand</c>.</summary>
    internal sealed record Unary(int Position, string Operator, CelSyntax Operand) : CelSyntax(Position)
    {
        public override int Depth { get; } = Operand.Depth + 1;

        public override string ToString() => $"({Operator}{Operand})";
    }

    /// <summary>A binary operation.</summary>
    internal sealed record Binary(int Position, string Operator, CelSyntax Left, CelSyntax Right) : CelSyntax(Position)
    {
        public override int Depth { get; } = Math.Max(Left.Depth, Right.Depth) + 1;

        public override string ToString() => $"({Left} {Operator} {Right})";
    }

    /// <summary>A chain of two or more operands with <c>||</c> or <c>&amp;&amp;</c>.</summary>
    internal sealed record Logic(int Position, string Operator, IReadOnlyList<CelSyntax> Operands) : CelSyntax(Position)
    {
        public override int Depth { get; } = DeepestOf(Operands) + 1;

        public override string ToString() => $"({string.Join($" {Operator} ", Operands)})";
    }

    /// <summary>A conditional, <c>condition ? then : otherwise</c>.</summary>
    internal sealed record Conditional(int Position, CelSyntax Condition, CelSyntax Then, CelSyntax Otherwise)
        : CelSyntax(Position)
    {
        public override int Depth { get; } = DeepestOf([Condition, Then, Otherwise]) + 1;

        public override string ToString() => $"({Condition} ? {Then} : {Otherwise})";
    }

    /// <summary>A list literal, <c>[item, ?item]</c>.</summary>
    internal sealed record List(int Position, IReadOnlyList<Item> Items) : CelSyntax(Position)
    {
        public override int Depth { get; } = DeepestOf(Items.Select(static item => item.Value)) + 1;

        public override string ToString() => $"[{Join(Items)}]";
    }

    /// <summary>A map literal, <c>{key: value, ?key: value}</c>.</summary>
    internal sealed record Map(int Position, IReadOnlyList<Entry> Entries) : CelSyntax(Position)
    {
        public override int Depth { get; } =
            DeepestOf(Entries.SelectMany(static entry => new[] { entry.Key, entry.Value })) + 1;

        public override string ToString() => $"{{{Join(Entries)}}}";
    }

    /// <summary>An item of a list; an optional item is omitted if its value is absent.</summary>
    internal sealed record Item(CelSyntax Value, bool IsOptional)
    {
        public override string ToString() => $"{(IsOptional ? "?" : "")}{Value}";
    }

    /// <summary>An entry of a map; an optional entry is omitted if its value is absent.</summary>
    internal sealed record Entry(CelSyntax Key, CelSyntax Value, bool IsOptional)
    {
        public override string ToString() => $"{(IsOptional ? "?" : "")}{Key}: {Value}";
    }
}
