using System.Diagnostics.CodeAnalysis;
using Zot.Registry;

namespace Zot.Auth.AccessControl;

/// <summary>Finds, among many globs, the longest that matches, without trying them all.</summary>
/// <remarks>
/// Globs are looked up by what every name starts with that they match, and those that share it by the last component
/// where that is fixed, too. Within such a group the longest is tried first, and the first that matches ends the group.
/// Of equally long ones the first in ordinal order counts, so that the outcome does not depend on the order in a file.
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
        _byText = ranked.ToDictionary(static entry => entry.Key.Text, static entry => entry.Value, StringComparer.Ordinal);

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

    /// <summary>How many patterns there are.</summary>
    public int Count => _patterns.Length;

    /// <summary>The patterns and their values, the longest first.</summary>
    public IEnumerable<KeyValuePair<GlobPattern, T>> Entries =>
        _patterns.Zip(_values, static (pattern, value) => KeyValuePair.Create(pattern, value));

    /// <summary>What belongs to the glob that is written so; <see langword="false"/> when there is none.</summary>
    public bool TryGet(string text, [MaybeNullWhen(false)] out T value) => _byText.TryGetValue(text, out value);

    /// <summary>The longest glob that matches, and what belongs to it; <see langword="false"/> when none does.</summary>
    public bool TryFind(
        RepositoryName repository, [MaybeNullWhen(false)] out GlobPattern pattern, [MaybeNullWhen(false)] out T value) =>
        TryFind(repository.ToString(), out pattern, out value, out _);

    /// <inheritdoc cref="TryFind(RepositoryName, out GlobPattern, out T)"/>
    /// <param name="name">The name of the repository.</param>
    /// <param name="pattern">The glob.</param>
    /// <param name="value">What belongs to it.</param>
    /// <param name="tried">How many globs were compared with the name.</param>
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
