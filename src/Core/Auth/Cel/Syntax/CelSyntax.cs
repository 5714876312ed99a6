namespace Zot.Auth.Cel;

/// <summary>What an expression consists of. Written with all its parentheses, so that its shape can be seen.</summary>
/// <param name="Position">Where the deciding word stands.</param>
internal abstract record CelSyntax(int Position)
{
    /// <summary>How deep it is: 1 for a literal.</summary>
    public abstract int Depth { get; }

    private static string Join(IEnumerable<object> items) => string.Join(", ", items);

    private static int DeepestOf(IEnumerable<CelSyntax> items) => items.Select(static item => item.Depth).DefaultIfEmpty().Max();

    /// <summary>A value that is written out.</summary>
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

    /// <summary><c>operand.field</c> or <c>operand.?field</c>.</summary>
    internal sealed record Select(int Position, CelSyntax Operand, string Field, bool IsOptional) : CelSyntax(Position)
    {
        public override int Depth { get; } = Operand.Depth + 1;

        public override string ToString() => $"{Operand}.{(IsOptional ? "?" : "")}{Field}";
    }

    /// <summary><c>operand[index]</c> or <c>operand[?index]</c>.</summary>
    internal sealed record Index(int Position, CelSyntax Operand, CelSyntax Key, bool IsOptional) : CelSyntax(Position)
    {
        public override int Depth { get; } = Math.Max(Operand.Depth, Key.Depth) + 1;

        public override string ToString() => $"{Operand}[{(IsOptional ? "?" : "")}{Key}]";
    }

    /// <summary><c>function(arguments)</c> or <c>target.function(arguments)</c>.</summary>
    internal sealed record Call(int Position, CelSyntax? Target, string Function, IReadOnlyList<CelSyntax> Arguments)
        : CelSyntax(Position)
    {
        public override int Depth { get; } = Math.Max(Target?.Depth ?? 0, DeepestOf(Arguments)) + 1;

        public override string ToString() => $"{(Target is null ? "" : $"{Target}.")}{Function}({Join(Arguments)})";
    }

    /// <summary><c>-operand</c> or <c>!operand</c>.</summary>
    internal sealed record Unary(int Position, string Operator, CelSyntax Operand) : CelSyntax(Position)
    {
        public override int Depth { get; } = Operand.Depth + 1;

        public override string ToString() => $"({Operator}{Operand})";
    }

    /// <summary>An operator between two operands.</summary>
    internal sealed record Binary(int Position, string Operator, CelSyntax Left, CelSyntax Right) : CelSyntax(Position)
    {
        public override int Depth { get; } = Math.Max(Left.Depth, Right.Depth) + 1;

        public override string ToString() => $"({Left} {Operator} {Right})";
    }

    /// <summary><c>||</c> or <c>&amp;&amp;</c> between two operands or more.</summary>
    internal sealed record Logic(int Position, string Operator, IReadOnlyList<CelSyntax> Operands) : CelSyntax(Position)
    {
        public override int Depth { get; } = DeepestOf(Operands) + 1;

        public override string ToString() => $"({string.Join($" {Operator} ", Operands)})";
    }

    /// <summary><c>condition ? then : otherwise</c>.</summary>
    internal sealed record Conditional(int Position, CelSyntax Condition, CelSyntax Then, CelSyntax Otherwise)
        : CelSyntax(Position)
    {
        public override int Depth { get; } = DeepestOf([Condition, Then, Otherwise]) + 1;

        public override string ToString() => $"({Condition} ? {Then} : {Otherwise})";
    }

    /// <summary><c>[item, ?item]</c>.</summary>
    internal sealed record List(int Position, IReadOnlyList<Item> Items) : CelSyntax(Position)
    {
        public override int Depth { get; } = DeepestOf(Items.Select(static item => item.Value)) + 1;

        public override string ToString() => $"[{Join(Items)}]";
    }

    /// <summary><c>{key: value, ?key: value}</c>.</summary>
    internal sealed record Map(int Position, IReadOnlyList<Entry> Entries) : CelSyntax(Position)
    {
        public override int Depth { get; } = DeepestOf(Entries.SelectMany(static entry => new[] { entry.Key, entry.Value })) + 1;

        public override string ToString() => $"{{{Join(Entries)}}}";
    }

    /// <summary>An item of a list; an optional one is left out when its value is absent.</summary>
    internal sealed record Item(CelSyntax Value, bool IsOptional)
    {
        public override string ToString() => $"{(IsOptional ? "?" : "")}{Value}";
    }

    /// <summary>An entry of a map; an optional one is left out when its value is absent.</summary>
    internal sealed record Entry(CelSyntax Key, CelSyntax Value, bool IsOptional)
    {
        public override string ToString() => $"{(IsOptional ? "?" : "")}{Key}: {Value}";
    }
}
