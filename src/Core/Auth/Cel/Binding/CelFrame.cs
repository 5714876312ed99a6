namespace Zot.Auth.Cel;

/// <summary>One evaluation: the values of the variables, and what it may still cost.</summary>
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

    /// <summary>Whether it has cost too much; then it ends at the next chance, and its value is void.</summary>
    public bool IsExhausted => _remaining < 0;

    public CelValue this[int slot]
    {
        get => _slots[slot];
        set => _slots[slot] = value;
    }

    /// <summary>Asks to spend, before it is done; <see langword="false"/> when it would be too much.</summary>
    public bool Charge(long cost)
    {
        // Once it was too much it stays too much, and never gets so low that it wraps around.
        _remaining = _remaining < cost ? -1 : _remaining - cost;
        return _remaining >= 0;
    }

    /// <summary>Asks to read or make a text.</summary>
    public bool ChargeText(long length) => Charge((length / LettersPerUnit) + 1);

    /// <summary>Ends the evaluation: whatever it costs from here on is too much.</summary>
    public void Exhaust() => _remaining = -1;
}
