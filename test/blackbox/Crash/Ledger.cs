using System.Collections.Concurrent;

namespace Zot.BlackBox.Crash;

/// <summary>The pushes and deletions that the server acknowledged, and those that it may have made.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<(string Repository, string Tag), TagHistory> _tags = new();
    private int _acknowledged;

    /// <summary>The number of acknowledged changes.</summary>
    public int Acknowledged => _acknowledged;

    /// <summary>The referrers whose push was acknowledged, by the digest of their subject.</summary>
    public ConcurrentDictionary<string, Manifest> Referrers { get; } = new(StringComparer.Ordinal);

    /// <summary>All tags ever pushed, with their history.</summary>
    public IReadOnlyCollection<KeyValuePair<(string Repository, string Tag), TagHistory>> Tags => [.. _tags];

    /// <summary>Counts an acknowledged change.</summary>
    public void Count() => Interlocked.Increment(ref _acknowledged);

    /// <summary>Returns the history of a tag. A tag belongs to one client, which sends one request at a time.</summary>
    public TagHistory Of(string repository, string tag) => _tags.GetOrAdd((repository, tag), _ => new TagHistory());
}
