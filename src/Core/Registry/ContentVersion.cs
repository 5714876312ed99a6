namespace Zot.Registry;

/// <summary>The version of a repository without pending changes, from the metadata of its <c>index.json</c>.</summary>
/// <param name="Ticks">The time of its last change, in UTC.</param>
/// <param name="Length">Its length.</param>
/// <param name="Identity">The identity of the file (an inode); 0 if not supported.</param>
public readonly record struct ContentVersion(long Ticks, long Length, ulong Identity)
{
    /// <summary>Returns the text that <see cref="RepositoryVersion.Version"/> contains.</summary>
    public override string ToString() => FormattableString.Invariant($"{Ticks:x}-{Length:x}-{Identity:x}");
}
