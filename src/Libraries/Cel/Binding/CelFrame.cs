using Zot.Cel.Values;

namespace Zot.Cel.Binding;

/// <summary>The state of an evaluation: the values of the variables and the remaining cost budget.</summary>
internal sealed class CelFrame
{
    private const int LettersPerUnit = 16;

    private readonly CelValue[] _slots;
    private long _remaining;

    public CelFrame(ReadOnlySpan<CelValue> variables, int slots, long cost)
    {
        _slots = slots == 0 ? [] : new CelValue[slots];
        variables.CopyTo(_slots);
        _remaining = cost;
    }

    /// <summary>
    /// Indicates whether the budget is exceeded. The evaluation then ends soon, and its value is discarded.
    /// </summary>
    public bool IsExhausted => _remaining < 0;

    public CelValue this[int slot]
    {
        get => _slots[slot];
        set => _slots[slot] = value;
    }

    /// <summary>Charges a cost before the work is done; <see langword="false"/> if the budget is exceeded.</summary>
    public bool Charge(long cost)
    {
        // An exceeded budget stays at -1, so it never underflows.
        _remaining = _remaining < cost ? -1 : _remaining - cost;
        return _remaining >= 0;
    }

    /// <summary>Charges the cost of reading or creating a string.</summary>
    public bool ChargeText(long length) => Charge((length / LettersPerUnit) + 1);

    /// <summary>Ends the evaluation by using up the budget.</summary>
    public void Exhaust() => _remaining = -1;
}
