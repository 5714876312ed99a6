namespace Zot.BlackBox.Crash;

/// <summary>A push, a deletion or a read of a tag: its start and end, and the digest that it wrote or read.</summary>
internal sealed record TagEvent(long Start, long End, bool IsWrite, string? Digest)
{
    /// <summary>Fails if a read returned a digest that was not yet written, or already overwritten.</summary>
    /// <remarks>
    /// Each push has a unique digest, so a read identifies the push. Initially a tag points to nothing.
    /// </remarks>
    public static void CheckHistory(string tag, IReadOnlyList<TagEvent> history)
    {
        TagEvent[] writes = [new(long.MinValue, long.MinValue, IsWrite: true, Digest: null), .. history.Where(step => step.IsWrite)];
        foreach (var look in history.Where(step => !step.IsWrite))
        {
            var canBeSeen = writes.Any(write =>
                write.Digest == look.Digest
                && write.Start < look.End
                && !writes.Any(other => other.Start > write.End && other.End < look.Start));
            Assert.True(canBeSeen, $"{tag} pointed to {look.Digest ?? "nothing"}, which was not its value then");
        }
    }
}
