using Zot.Cel.Values;

namespace Zot.Cel.Binding;

/// <summary>A node of an expression with its names resolved.</summary>
/// <param name="Step">Evaluates the node.</param>
/// <param name="Size">The number of nodes, which is the cost of an iteration.</param>
/// <param name="IsConstant">Indicates whether the value does not depend on variables.</param>
internal sealed record CelBound(CelStep Step, int Size, bool IsConstant)
{
    // Constants are folded while a configuration is loaded; more expensive ones are evaluated on demand.
    private const long MaxFoldingCost = 1_000;

    public static CelBound Constant(CelValue value) => new(_ => value, 1, IsConstant: true);

    /// <summary>
    /// Creates a node that depends only on its operands. It is folded if they are constant and the evaluation succeeds.
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

    /// <summary>The value of a constant; <see langword="null"/> for other nodes.</summary>
    public CelValue? Value => IsConstant ? Step(new CelFrame([], 0, MaxFoldingCost)) : null;
}
