using Zot.Cel.Values;

namespace Zot.Cel.Binding;

/// <summary>
/// Selects from maps and lists by key or index. Selecting from an optional value yields an optional value.
/// </summary>
internal static class CelSelection
{
    /// <summary>
    /// Evaluates <c>operand.key</c> or <c>operand[key]</c>; an error if the key or index does not exist.
    /// </summary>
    public static CelValue Select(CelValue operand, CelValue key)
    {
        if (operand.Kind == CelKind.Optional)
        {
            return TrySelect(operand, key);
        }

        if (Validate(operand, key) is { } error)
        {
            return error;
        }

        return Find(operand, key)
            ?? (operand.Kind == CelKind.Map ? CelErrors.NoSuchKey(CelNotation.Write(key)) : CelErrors.IndexOutOfRange);
    }

    /// <summary>Evaluates <c>operand.?key</c> or <c>operand[?key]</c>.</summary>
    public static CelValue TrySelect(CelValue operand, CelValue key)
    {
        if (operand.Kind == CelKind.Optional)
        {
            return key.IsError ? key : operand.HasContent ? TrySelect(operand.Content, key) : operand;
        }

        return Validate(operand, key) ?? CelValue.OfOptional(Find(operand, key));
    }

    /// <summary>Evaluates <c>has(operand.key)</c>.</summary>
    public static CelValue Has(CelValue operand, CelValue key) => operand.Kind switch
    {
        CelKind.Optional => operand.HasContent ? Has(operand.Content, key) : CelValue.Of(false),
        CelKind.Map => CelValue.Of(operand.Map.Find(key) is not null),
        _ => CelErrors.NoOverload("has", operand),
    };

    private static CelValue? Validate(CelValue operand, CelValue key)
    {
        var fits = operand.Kind switch
        {
            CelKind.Map => CelKeyComparer.IsKey(key),
            CelKind.List => key.IsNumber,
            _ => false,
        };
        return fits ? null : CelErrors.NoOverload("_[_]", operand, key);
    }

    private static CelValue? Find(CelValue operand, CelValue key)
    {
        if (operand.Kind == CelKind.Map)
        {
            return operand.Map.Find(key);
        }

        var items = operand.Items;
        return key.Kind switch
        {
            CelKind.Int when key.Integer >= 0 && key.Integer < items.Length => items[key.Integer],
            CelKind.UInt when key.Unsigned < (ulong)items.Length => items[key.Unsigned],
            CelKind.Double when key.Real >= 0 && key.Real < items.Length && double.IsInteger(key.Real) =>
                items[(int)key.Real],
            _ => null,
        };
    }
}
