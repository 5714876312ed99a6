namespace Zot.BlackBox.Crash;

/// <summary>The history of one tag.</summary>
internal sealed class TagHistory
{
    /// <summary>The manifest of the tag after the last acknowledged change; <see langword="null"/> for none.</summary>
    public Manifest? Acknowledged { get; private set; }

    /// <summary>A change that was requested but not acknowledged: it may have been made or not.</summary>
    public (Manifest? Manifest, bool Exists) Pending { get; private set; }

    /// <summary>
    /// Indicates whether the last change was acknowledged: only then is it already in a small <c>index.json</c>.
    /// </summary>
    /// <remarks>
    /// After a kill, an unacknowledged change may be in the journal; it is written to <c>index.json</c> shortly after
    /// the start.
    /// </remarks>
    public bool IsTold { get; private set; }

    /// <summary>Indicates whether all content of the tag has been read since it was pushed.</summary>
    public bool IsChecked { get; set; }

    /// <summary>Records a request for a change.</summary>
    /// <param name="manifest">The new manifest of the tag; <see langword="null"/> for a deletion.</param>
    public void Ask(Manifest? manifest) => Pending = (manifest, true);

    /// <summary>Records the acknowledgment of the change.</summary>
    public void Acknowledge()
    {
        Take();
        IsTold = true;
    }

    /// <summary>Records the rejection of the change.</summary>
    public void Refuse() => Pending = default;

    /// <summary>Records the value after a restart, which must be the acknowledged or the pending one.</summary>
    /// <param name="digest">The digest; <see langword="null"/> if the tag does not exist.</param>
    /// <returns>The manifest of the tag.</returns>
    public Manifest? Settle(string? digest)
    {
        if (digest == Acknowledged?.Digest)
        {
            Pending = default;
            return Acknowledged;
        }

        Assert.True(
            Pending.Exists && digest == Pending.Manifest?.Digest,
            $"the tag points to {digest ?? "nothing"}, but acknowledged was {Acknowledged?.Digest ?? "nothing"} "
            + $"and pending was {(Pending.Exists ? Pending.Manifest?.Digest ?? "a deletion" : "no change")}");
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
