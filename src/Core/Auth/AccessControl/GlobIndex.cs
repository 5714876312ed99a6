using System.Diagnostics.CodeAnalysis;
using Zot.Registry;

namespace Zot.Auth.AccessControl;

/// <summary>Finds the longest matching glob among many, without comparing all of them.</summary>
/// <remarks>
/// Globs are looked up by their common prefix; those that share a prefix are looked up by the last component if it is
/// fixed. Within such a group the longest glob is tried first, and the first match ends the search of the group. Of
/// equally long globs the first in ordinal order wins, so the result does not depend on the configuration order.
/// </remarks>
internal sealed class GlobIndex<T>
{
    private readonly Dictionary<string, GlobGroup>.AlternateLookup<ReadOnlySpan<char>> _groups;
    private readonly int[] _prefixLengths;
    private readonly GlobPattern[] _patterns;
    private readonly T[] _values;
    private readonly Dictionary<string, T> _byText;

    public GlobIndex(IEnumerable<KeyValuePair<GlobPattern, T>> entries)
    {
        var ranked = entries
            .OrderByDescending(static entry => entry.Key.Length)
            .ThenBy(static entry => entry.Key.Text, StringComparer.Ordinal)
            .ToArray();
        _patterns = Array.ConvertAll(ranked, static entry => entry.Key);
        _values = Array.ConvertAll(ranked, static entry => entry.Value);
        _byText =
            ranked.ToDictionary(static entry => entry.Key.Text, static entry => entry.Value, StringComparer.Ordinal);

        var groups = new Dictionary<string, GlobGroup>(StringComparer.Ordinal);
        for (var rank = 0; rank < ranked.Length; rank++)
        {
            foreach (var alternative in _patterns[rank].Alternatives)
            {
                if (!groups.TryGetValue(alternative.Prefix, out var group))
                {
                    groups.Add(alternative.Prefix, group = new GlobGroup());
                }

                group.Add(rank, alternative);
            }
        }

        _groups = groups.GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixLengths = [.. groups.Keys.Select(static prefix => prefix.Length).Distinct().Order()];
    }

    /// <summary>The number of patterns.</summary>
    public int Count => _patterns.Length;

    /// <summary>The patterns and their values, longest pattern first.</summary>
    public IEnumerable<KeyValuePair<GlobPattern, T>> Entries =>
        _patterns.Zip(_values, static (pattern, value) => KeyValuePair.Create(pattern, value));

    /// <summary>
    /// Gets the value of the glob with the given text; <see langword="false"/> if no such glob exists.
    /// </summary>
    public bool TryGet(string text, [MaybeNullWhen(false)] out T value) => _byText.TryGetValue(text, out value);

    /// <summary>Finds the longest matching glob and its value; <see langword="false"/> if none matches.</summary>
    public bool TryFind(
        RepositoryName repository,
        [MaybeNullWhen(false)] out GlobPattern pattern,
        [MaybeNullWhen(false)] out T value) =>
        TryFind(repository.ToString(), out pattern, out value, out _);

    /// <inheritdoc cref="TryFind(RepositoryName, out GlobPattern, out T)"/>
    /// <param name="name">The name of the repository.</param>
    /// <param name="pattern">The glob.</param>
    /// <param name="value">The value of the glob.</param>
    /// <param name="tried">The number of globs that were compared with the name.</param>
    internal bool TryFind(
        ReadOnlySpan<char> name,
        [MaybeNullWhen(false)] out GlobPattern pattern,
        [MaybeNullWhen(false)] out T value,
        out int tried)
    {
        var best = _patterns.Length;
        tried = 0;
        foreach (var length in _prefixLengths)
        {
            if (length > name.Length)
            {
                break;
            }

            if (_groups.TryGetValue(name[..length], out var group))
            {
                best = group.FindBetter(name, best, ref tried);
            }
        }

        var found = best < _patterns.Length;
        pattern = found ? _patterns[best] : null;
        value = found ? _values[best] : default;
        return found;
    }
}
