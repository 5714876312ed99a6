using System.Collections;

namespace Zot.Auth.AccessControl;

/// <summary>
/// The rights of a caller for an action, by glob. Computed on access: storing them would not scale to ten thousand
/// globs for a thousand callers.
/// </summary>
internal sealed class GlobRights(GlobIndex<RepositoryRules> rules, AccessCaller caller, AccessAction action)
    : IReadOnlyDictionary<string, bool>
{
    public int Count => rules.Count;

    public IEnumerable<string> Keys => rules.Entries.Select(static entry => entry.Key.Text);

    public IEnumerable<bool> Values => this.Select(static entry => entry.Value);

    public bool this[string key] => TryGetValue(key, out var may)
        ? may
        : throw new KeyNotFoundException($"unknown pattern '{key}'");

    public bool ContainsKey(string key) => rules.TryGet(key, out _);

    public bool TryGetValue(string key, out bool value)
    {
        var found = rules.TryGet(key, out var entry);
        value = found && entry!.Lists(caller, action);
        return found;
    }

    public IEnumerator<KeyValuePair<string, bool>> GetEnumerator() => rules.Entries
        .Select(entry => KeyValuePair.Create(entry.Key.Text, entry.Value.Lists(caller, action)))
        .GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
