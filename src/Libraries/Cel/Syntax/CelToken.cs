using Zot.Cel.Values;

namespace Zot.Cel.Syntax;

/// <summary>A token of an expression.</summary>
/// <param name="Kind">The kind of the token.</param>
/// <param name="Position">The start position.</param>
/// <param name="Text">The token as written.</param>
/// <param name="Value">The value of a literal; for an integer, its absolute value as an unsigned integer.</param>
internal readonly record struct CelToken(CelTokenKind Kind, int Position, string Text, CelValue Value)
{
    public bool Is(string symbol) => Kind == CelTokenKind.Symbol && Text == symbol;

    public bool IsName(string name) => Kind == CelTokenKind.Name && Text == name;
}
