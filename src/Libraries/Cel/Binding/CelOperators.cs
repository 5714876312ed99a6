using Zot.Cel.Values;

namespace Zot.Cel.Binding;

/// <summary>The binary operators.</summary>
internal static class CelOperators
{
    /// <summary>Returns the operator for a symbol; the parser produces no other symbols.</summary>
    public static CelOperator Find(string symbol) => symbol switch
    {
        "==" => static (frame, left, right) => CelValue.Of(CelComparison.AreEqual(frame, left, right)),
        "!=" => static (frame, left, right) => CelValue.Of(!CelComparison.AreEqual(frame, left, right)),
        "<" => static (frame, left, right) => Order("<", frame, left, right, static order => order < 0),
        "<=" => static (frame, left, right) => Order("<=", frame, left, right, static order => order <= 0),
        ">" => static (frame, left, right) => Order(">", frame, left, right, static order => order > 0),
        ">=" => static (frame, left, right) => Order(">=", frame, left, right, static order => order >= 0),
        "in" => In,
        "+" => CelArithmetic.Add,
        "-" => CelArithmetic.Subtract,
        "*" => CelArithmetic.Multiply,
        "/" => CelArithmetic.Divide,
        _ => CelArithmetic.Remainder,
    };

    // NaN is neither less nor greater.
    private static CelValue Order(string symbol, CelFrame frame, CelValue left, CelValue right, Predicate<int> holds) =>
        CelComparison.AreOrdered(left, right)
            ? CelValue.Of(CelComparison.Compare(frame, left, right) is { } order && holds(order))
            : CelErrors.NoOverload(symbol, left, right);

    private static CelValue In(CelFrame frame, CelValue item, CelValue collection) => collection.Kind switch
    {
        CelKind.List => CelValue.Of(CelComparison.Contains(frame, collection.Items, item)),
        CelKind.Map when CelKeyComparer.IsKey(item) => CelValue.Of(collection.Map.Find(item) is not null),
        _ => CelErrors.NoOverload("in", item, collection),
    };
}
