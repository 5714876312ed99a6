namespace Zot.Cel.Values;

/// <summary>Compares map keys: <c>1</c>, <c>1u</c> and <c>1.0</c> are the same key.</summary>
internal sealed class CelKeyComparer : IEqualityComparer<CelValue>
{
    // 2^63 and 2^64, which a double represents exactly.
    private const double IntLimit = 9223372036854775808.0;
    private const double UIntLimit = 18446744073709551616.0;

    private CelKeyComparer()
    {
    }

    public static CelKeyComparer Instance { get; } = new();

    /// <summary>Returns whether a value can be looked up. In a literal, a double cannot be a key.</summary>
    public static bool IsKey(CelValue value) =>
        value.Kind is CelKind.Bool or CelKind.Int or CelKind.UInt or CelKind.Double or CelKind.String;

    public bool Equals(CelValue left, CelValue right) => left.IsNumber && right.IsNumber
        ? CelComparison.CompareNumbers(left, right) == 0
        : left.Kind == right.Kind
            && (left.Kind == CelKind.String ? left.Text == right.Text : left.Integer == right.Integer);

    public int GetHashCode(CelValue value) => value.Kind switch
    {
        CelKind.String => value.Text.GetHashCode(StringComparison.Ordinal),
        CelKind.Double when value.Real is >= -IntLimit and < IntLimit => ((long)value.Real).GetHashCode(),
        CelKind.Double when value.Real is >= IntLimit and < UIntLimit =>
            unchecked((long)(ulong)value.Real).GetHashCode(),
        _ => value.Integer.GetHashCode(),
    };
}
