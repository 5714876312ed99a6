using Zot.Cel.Values;

namespace Zot.Cel.Binding;

/// <summary>The arithmetic operators. Overflow does not wrap around: a result out of range is an error.</summary>
internal static class CelArithmetic
{
    // The maximum duration is 64 bits of nanoseconds, some 292 years.
    private const long MaxDuration = long.MaxValue / 100;

    public static CelValue Negate(CelValue value) => value.Kind switch
    {
        CelKind.Int => value.Integer == long.MinValue ? CelErrors.Overflow : CelValue.Of(-value.Integer),
        CelKind.Double => CelValue.Of(-value.Real),
        CelKind.Duration => CelValue.Of(TimeSpan.FromTicks(-value.Ticks)),
        _ => CelErrors.NoOverload("-", value),
    };

    public static CelValue Add(CelFrame frame, CelValue left, CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => Int((Int128)left.Integer + right.Integer),
        (CelKind.UInt, CelKind.UInt) => UInt((Int128)left.Unsigned + right.Unsigned),
        (CelKind.Double, CelKind.Double) => CelValue.Of(left.Real + right.Real),
        (CelKind.String, CelKind.String) => frame.ChargeText((long)left.Text.Length + right.Text.Length)
            ? CelValue.Of(left.Text + right.Text)
            : CelErrors.TooCostly,
        (CelKind.Bytes, CelKind.Bytes) => frame.ChargeText((long)left.Bytes.Length + right.Bytes.Length)
            ? CelValue.OfBytes([.. left.Bytes, .. right.Bytes])
            : CelErrors.TooCostly,
        (CelKind.List, CelKind.List) => frame.Charge((long)left.Items.Length + right.Items.Length)
            ? CelValue.OfItems([.. left.Items, .. right.Items])
            : CelErrors.TooCostly,
        (CelKind.Timestamp, CelKind.Duration) or (CelKind.Duration, CelKind.Timestamp) =>
            Timestamp((Int128)left.Ticks + right.Ticks),
        (CelKind.Duration, CelKind.Duration) => Duration((Int128)left.Ticks + right.Ticks),
        _ => CelErrors.NoOverload("+", left, right),
    };

    public static CelValue Subtract(CelFrame frame, CelValue left, CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => Int((Int128)left.Integer - right.Integer),
        (CelKind.UInt, CelKind.UInt) => UInt((Int128)left.Unsigned - right.Unsigned),
        (CelKind.Double, CelKind.Double) => CelValue.Of(left.Real - right.Real),
        (CelKind.Timestamp, CelKind.Duration) => Timestamp((Int128)left.Ticks - right.Ticks),
        (CelKind.Timestamp, CelKind.Timestamp) or (CelKind.Duration, CelKind.Duration) =>
            Duration((Int128)left.Ticks - right.Ticks),
        _ => CelErrors.NoOverload("-", left, right),
    };

    public static CelValue Multiply(CelFrame frame, CelValue left, CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => Int((Int128)left.Integer * right.Integer),
        (CelKind.UInt, CelKind.UInt) => Math.BigMul(left.Unsigned, right.Unsigned, out var low) == 0
            ? CelValue.Of(low)
            : CelErrors.Overflow,
        (CelKind.Double, CelKind.Double) => CelValue.Of(left.Real * right.Real),
        _ => CelErrors.NoOverload("*", left, right),
    };

    public static CelValue Divide(CelFrame frame, CelValue left, CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) when right.Integer == 0 => CelErrors.DivisionByZero,
        (CelKind.UInt, CelKind.UInt) when right.Unsigned == 0 => CelErrors.DivisionByZero,
        (CelKind.Int, CelKind.Int) => Int((Int128)left.Integer / right.Integer),
        (CelKind.UInt, CelKind.UInt) => CelValue.Of(left.Unsigned / right.Unsigned),
        (CelKind.Double, CelKind.Double) => CelValue.Of(left.Real / right.Real),
        _ => CelErrors.NoOverload("/", left, right),
    };

    public static CelValue Remainder(CelFrame frame, CelValue left, CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) when right.Integer == 0 => CelErrors.DivisionByZero,
        (CelKind.UInt, CelKind.UInt) when right.Unsigned == 0 => CelErrors.DivisionByZero,
        (CelKind.Int, CelKind.Int) => Int((Int128)left.Integer % right.Integer),
        (CelKind.UInt, CelKind.UInt) => CelValue.Of(left.Unsigned % right.Unsigned),
        _ => CelErrors.NoOverload("%", left, right),
    };

    private static CelValue Int(Int128 value) =>
        value >= long.MinValue && value <= long.MaxValue ? CelValue.Of((long)value) : CelErrors.Overflow;

    private static CelValue UInt(Int128 value) =>
        value >= 0 && value <= ulong.MaxValue ? CelValue.Of((ulong)value) : CelErrors.Overflow;

    private static CelValue Timestamp(Int128 ticks) => ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks
        ? CelValue.Of(new DateTimeOffset((long)ticks, TimeSpan.Zero))
        : CelErrors.Overflow;

    private static CelValue Duration(Int128 ticks) => Int128.Abs(ticks) <= MaxDuration
        ? CelValue.Of(TimeSpan.FromTicks((long)ticks))
        : CelErrors.Overflow;
}
