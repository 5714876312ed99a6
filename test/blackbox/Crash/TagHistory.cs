namespace Zot.BlackBox.Crash;

/// <summary>What is known about one tag.</summary>
internal sealed class TagHistory
{
    /// <summary>What the tag pointed to when the server last acknowledged a change; <see langword="null"/> for nothing.</summary>
    public Manifest? Acknowledged { get; private set; }

    /// <summary>A change that was asked for and never acknowledged: it may have happened or not.</summary>
    public (Manifest? Manifest, bool Exists) Pending { get; private set; }

    /// <summary>Whether a client was told of it: only then is it in a small <c>index.json</c> already.</summary>
    /// <remarks>A change that was not acknowledged may be found in the journal after a kill, and gets to <c>index.json</c> a moment after the start.</remarks>
    public bool IsTold { get; private set; }

    /// <summary>Whether all that the tag points to has been read since it was pushed.</summary>
    public bool IsChecked { get; set; }

    /// <summary>Notes that a change is being asked for.</summary>
    /// <param name="manifest">What the tag shall point to; <see langword="null"/> for nothing.</param>
    public void Ask(Manifest? manifest) => Pending = (manifest, true);

    /// <summary>Notes that the change was acknowledged.</summary>
    public void Acknowledge()
    {
        Take();
        IsTold = true;
    }

    /// <summary>Notes that the change was refused.</summary>
    public void Refuse() => Pending = default;

    /// <summary>Notes what the server shows after a restart, which must be one of the two.</summary>
    /// <param name="digest">The digest; <see langword="null"/> when the tag is not there.</param>
    /// <returns>The manifest that the tag points to.</returns>
    public Manifest? Settle(string? digest)
    {
        if (digest == Acknowledged?.Digest)
        {
            Pending = default;
            return Acknowledged;
        }

        Assert.True(
            Pending.Exists && digest == Pending.Manifest?.Digest,
            $"the tag points to {digest ?? "nothing"}; acknowledged was {Acknowledged?.Digest ?? "nothing"}, "
            + $"under way was {(Pending.Exists ? Pending.Manifest?.Digest ?? "a deletion" : "no change")}");
        Take();
        IsTold = false;
        return Acknowledged;
    }

    private void Take()
    {
        Acknowledged = Pending.Manifest;
        Pending = default;
    }
}
