namespace Zot.BlackBox.Crash;

/// <summary>A push, a deletion or a look at a tag: when it began and ended, and what the tag pointed to by it.</summary>
internal sealed record TagEvent(long Start, long End, bool IsWrite, string? Digest)
{
    /// <summary>Fails when a look saw what cannot have been there: nobody wrote it by then, or it was overwritten before.</summary>
    /// <remarks>Each push has a digest of its own, so a look tells which push it saw. At first a tag points to nothing.</remarks>
    public static void CheckHistory(string tag, IReadOnlyList<TagEvent> history)
    {
        TagEvent[] writes = [new(long.MinValue, long.MinValue, IsWrite: true, Digest: null), .. history.Where(step => step.IsWrite)];
        foreach (var look in history.Where(step => !step.IsWrite))
        {
            var canBeSeen = writes.Any(write =>
                write.Digest == look.Digest
                && write.Start < look.End
                && !writes.Any(other => other.Start > write.End && other.End < look.Start));
            Assert.True(canBeSeen, $"{tag} pointed to {look.Digest ?? "nothing"}, which was not true at that time");
        }
    }
}
