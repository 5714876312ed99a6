namespace Zot.Auth.Cel;

/// <summary>A word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Position">Where it starts.</param>
/// <param name="Text">The word as written.</param>
/// <param name="Value">The value of a literal; of a whole number its amount, as an unsigned one.</param>
internal readonly record struct CelToken(CelTokenKind Kind, int Position, string Text, CelValue Value)
{
    public bool Is(string symbol) => Kind == CelTokenKind.Symbol && Text == symbol;

    public bool IsName(string name) => Kind == CelTokenKind.Name && Text == name;
}
