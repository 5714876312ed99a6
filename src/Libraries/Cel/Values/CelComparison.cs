using Zot.Cel.Binding;

namespace Zot.Cel.Values;

/// <summary>Compares values: equality for all kinds, order for some.</summary>
internal static class CelComparison
{
    // 2^63 and 2^64, which a double represents exactly.
    private const double IntLimit = 9223372036854775808.0;
    private const double UIntLimit = 18446744073709551616.0;

    /// <summary>
    /// Returns whether two values are equal: numbers by their value, all others only if they are of the same kind.
    /// </summary>
    /// <remarks>
    /// Values can share parts, so comparing them can cost more than creating them; the comparison is charged.
    /// </remarks>
    public static bool AreEqual(CelFrame frame, in CelValue left, in CelValue right)
    {
        if (left.IsNumber && right.IsNumber)
        {
            return CompareNumbers(left, right) == 0;
        }

        return left.Kind == right.Kind && frame.Charge(1) && left.Kind switch
        {
            CelKind.Null => true,
            CelKind.String => frame.ChargeText(left.Text.Length) && left.Text == right.Text,
            CelKind.Bytes => frame.ChargeText(left.Bytes.Length) && left.Bytes.AsSpan().SequenceEqual(right.Bytes),
            CelKind.List => AreEqual(frame, left.Items, right.Items),
            CelKind.Map => AreEqual(frame, left.Map, right.Map),
            CelKind.Optional => left.HasContent == right.HasContent
                && (!left.HasContent || AreEqual(frame, left.Content, right.Content)),
            _ => left.Integer == right.Integer,
        };
    }

    /// <summary>Returns whether a list contains an item.</summary>
    public static bool Contains(CelFrame frame, CelValue[] items, CelValue item)
    {
        foreach (var candidate in items)
        {
            if (!frame.Charge(1) || AreEqual(frame, candidate, item))
            {
                return !frame.IsExhausted;
            }
        }

        return false;
    }

    /// <summary>Compares two values; <see langword="null"/> if they cannot be ordered.</summary>
    public static int? Compare(CelFrame frame, in CelValue left, in CelValue right)
    {
        if (left.IsNumber && right.IsNumber)
        {
            return CompareNumbers(left, right);
        }

        return left.Kind != right.Kind ? null : left.Kind switch
        {
            CelKind.Bool or CelKind.Timestamp or CelKind.Duration => left.Integer.CompareTo(right.Integer),
            CelKind.String => frame.ChargeText(left.Text.Length) ? CompareTexts(left.Text, right.Text) : null,
            CelKind.Bytes =>
                frame.ChargeText(left.Bytes.Length) ? left.Bytes.AsSpan().SequenceCompareTo(right.Bytes) : null,
            _ => null,
        };
    }

    /// <summary>Returns whether the kinds of two values can be ordered; NaN is of such a kind.</summary>
    public static bool AreOrdered(in CelValue left, in CelValue right) =>
        (left.IsNumber && right.IsNumber)
        || (left.Kind == right.Kind
            && left.Kind is CelKind.Bool or CelKind.Timestamp or CelKind.Duration or CelKind.String or CelKind.Bytes);

    /// <summary>Compares two numbers of any kind exactly; <see langword="null"/> if one is NaN.</summary>
    public static int? CompareNumbers(in CelValue left, in CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => left.Integer.CompareTo(right.Integer),
        (CelKind.UInt, CelKind.UInt) => left.Unsigned.CompareTo(right.Unsigned),
        (CelKind.Int, CelKind.UInt) => left.Integer < 0 ? -1 : ((ulong)left.Integer).CompareTo(right.Unsigned),
        (CelKind.UInt, CelKind.Int) => right.Integer < 0 ? 1 : left.Unsigned.CompareTo((ulong)right.Integer),
        (CelKind.Double, CelKind.Double) =>
            double.IsNaN(left.Real) || double.IsNaN(right.Real) ? null : left.Real.CompareTo(right.Real),
        (CelKind.Double, _) => CompareToWhole(left.Real, right),
        _ => -CompareToWhole(right.Real, left),
    };

    private static int? CompareToWhole(double real, in CelValue whole)
    {
        var (lowest, limit) = whole.Kind == CelKind.Int ? (-IntLimit, IntLimit) : (0, UIntLimit);
        if (double.IsNaN(real))
        {
            return null;
        }

        if (real < lowest || real >= limit)
        {
            return real < lowest ? -1 : 1;
        }

        var floor = Math.Floor(real);
        var order = whole.Kind == CelKind.Int
            ? ((long)floor).CompareTo(whole.Integer)
            : ((ulong)floor).CompareTo(whole.Unsigned);
        return order == 0 && real > floor ? 1 : order;
    }

    private static bool AreEqual(CelFrame frame, CelValue[] left, CelValue[] right)
    {
        var equal = left.Length == right.Length && frame.Charge(left.Length);
        for (var at = 0; equal && at < left.Length; at++)
        {
            equal = AreEqual(frame, left[at], right[at]);
        }

        return equal;
    }

    private static bool AreEqual(CelFrame frame, CelMap left, CelMap right) =>
        left.Count == right.Count
        && frame.Charge(left.Count)
        && left.Entries.All(entry => right.Find(entry.Key) is { } other && AreEqual(frame, entry.Value, other));

    // By code point; the order of UTF-16 code units differs beyond U+D7FF.
    private static int CompareTexts(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        var (first, second) = (left[same], right[same]);
        return char.IsSurrogate(first) == char.IsSurrogate(second)
            ? first.CompareTo(second)
            : Weight(first).CompareTo(Weight(second));
    }

    private static int Weight(char unit) => char.IsSurrogate(unit) ? char.MaxValue + 1 : unit;
}
