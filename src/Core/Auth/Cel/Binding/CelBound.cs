namespace Zot.Auth.Cel;

/// <summary>A part of an expression with its names resolved.</summary>
/// <param name="Step">Evaluates it.</param>
/// <param name="Size">How many parts it has; that is what it costs to repeat it.</param>
/// <param name="IsConstant">Whether it is the same whatever the variables are.</param>
internal sealed record CelBound(CelStep Step, int Size, bool IsConstant)
{
    // Constants are worked out while a configuration is read; what costs more can wait until it is needed.
    private const long MaxFoldingCost = 1_000;

    public static CelBound Constant(CelValue value) => new(_ => value, 1, IsConstant: true);

    /// <summary>
    /// A part that depends on its operands alone. It is worked out at once when they are constant, unless it fails.
    /// </summary>
    public static CelBound From(CelStep step, params ReadOnlySpan<CelBound> operands)
    {
        var size = 1;
        var isConstant = true;
        foreach (var operand in operands)
        {
            size += operand.Size;
            isConstant &= operand.IsConstant;
        }

        if (isConstant)
        {
            var frame = new CelFrame([], 0, MaxFoldingCost);
            var value = step(frame);
            if (!value.IsError && !frame.IsExhausted)
            {
                return Constant(value);
            }
        }

        return new CelBound(step, size, IsConstant: false);
    }

    /// <summary>The value of a constant.</summary>
    public CelValue? Value => IsConstant ? Step(new CelFrame([], 0, MaxFoldingCost)) : null;
}
