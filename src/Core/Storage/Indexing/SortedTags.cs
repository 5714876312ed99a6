using System.Collections.Immutable;
using Zot.Registry;

namespace Zot.Storage.Indexing;

/// <summary>The sorted tags of an index: computed on demand, from those of an earlier index if available.</summary>
internal sealed class SortedTags
{
    // With more changes, sorting all tags is as fast.
    private const int MaxChanges = 256;

    private readonly string[]? _before;
    private readonly ImmutableStack<string> _changes;
    private readonly int _changeCount;
    private string[]? _sorted;

    private SortedTags(string[]? before, ImmutableStack<string> changes, int changeCount) =>
        (_before, _changes, _changeCount) = (before, changes, changeCount);

    /// <summary>Creates the tags of an index without an earlier one.</summary>
    internal SortedTags()
        : this(before: null, [], changeCount: 0)
    {
    }

    /// <summary>Returns the tags of the next index, in which these tags may have been added or removed.</summary>
    internal SortedTags After(IEnumerable<string> changed)
    {
        var (before, changes, count) = Volatile.Read(ref _sorted) is { } sorted
            ? (sorted, [], 0)
            : (_before, _changes, _changeCount);
        if (before is null)
        {
            return new SortedTags();
        }

        foreach (var tag in changed)
        {
            (changes, count) = (changes.Push(tag), count + 1);
        }

        return count > MaxChanges ? new SortedTags() : new SortedTags(before, changes, count);
    }

    /// <summary>Returns the valid tags, in ASCII order.</summary>
    internal IReadOnlyList<string> Of(ImmutableDictionary<string, IndexEntry> tagged) =>
        Volatile.Read(ref _sorted) ?? (_sorted = _before is null ? Sort(tagged.Keys) : Merge(tagged));

    private string[] Merge(ImmutableDictionary<string, IndexEntry> tagged)
    {
        HashSet<string> changed = new(_changes, StringComparer.Ordinal);
        var added = Sort(changed.Where(tagged.ContainsKey));
        List<string> merged = new(_before!.Length + added.Length);
        var next = 0;
        foreach (var tag in _before.Where(tag => !changed.Contains(tag)))
        {
            while (next < added.Length && string.CompareOrdinal(added[next], tag) < 0)
            {
                merged.Add(added[next++]);
            }

            merged.Add(tag);
        }

        merged.AddRange(added.AsSpan(next));
        return [.. merged];
    }

    // A layout of another tool may contain invalid tags ("docker.io/library/alpine:3"): kept, but clients cannot
    // request them.
    private static string[] Sort(IEnumerable<string> names)
    {
        var tags = names.Where(static tag => Tag.TryParse(tag, out _)).ToArray();
        Array.Sort(tags, StringComparer.Ordinal);
        return tags;
    }
}
