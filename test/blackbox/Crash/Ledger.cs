using System.Collections.Concurrent;

namespace Zot.BlackBox.Crash;

/// <summary>What the server has promised: every push and deletion that it acknowledged, and those it may have done.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<(string Repository, string Tag), TagHistory> _tags = new();
    private int _acknowledged;

    /// <summary>How many changes were acknowledged.</summary>
    public int Acknowledged => _acknowledged;

    /// <summary>The referrer of a manifest, by the manifest's digest, whose push was acknowledged.</summary>
    public ConcurrentDictionary<string, Manifest> Referrers { get; } = new(StringComparer.Ordinal);

    /// <summary>The tags that were ever pushed, with their history.</summary>
    public IReadOnlyCollection<KeyValuePair<(string Repository, string Tag), TagHistory>> Tags => [.. _tags];

    /// <summary>Counts an acknowledged change.</summary>
    public void Count() => Interlocked.Increment(ref _acknowledged);

    /// <summary>The history of a tag. A tag belongs to one client, which does one thing after the other.</summary>
    public TagHistory Of(string repository, string tag) => _tags.GetOrAdd((repository, tag), _ => new TagHistory());
}
