using Zot.Configuration.Loading;
using Zot.Configuration.Tree;

namespace Zot.Configuration.Binding;

/// <summary>The keys that a section declares, and their names in messages.</summary>
internal sealed class SectionKeys(string path)
{
    private readonly Dictionary<string, string> _declared = new(StringComparer.OrdinalIgnoreCase);

    public void Declare(string key) => _declared[key] = key;

    /// <summary>Returns the full path of a key within the section.</summary>
    public string Join(string key) => path.Length == 0 || key.Length == 0 ? path + key : $"{path}.{key}";

    /// <summary>
    /// Returns the key as it was declared: for <c>GcDelay</c>, for <c>gcDelay[0]</c> and <c>gcDelay.x</c>, whose tails
    /// are <paramref name="rest"/>, and for the expression <c>store.GcDelay</c>.
    /// </summary>
    public string Canonical(string key, out string rest)
    {
        var end = key.AsSpan().IndexOfAny("[.");
        rest = end < 0 ? "" : key[end..];
        var name = end < 0 ? key : key[..end];
        if (_declared.TryGetValue(name, out var declared))
        {
            return declared;
        }

        if (!rest.StartsWith('.') || !_declared.TryGetValue(rest[1..], out declared))
        {
            return name;
        }

        rest = "";
        return declared;
    }

    /// <summary>Reports keys that are set but not declared.</summary>
    public void ReportUnknown(ConfigMap given, Diagnostics findings)
    {
        foreach (var (key, node) in given.Entries.Where(
            entry => !_declared.ContainsKey(entry.Key) && !SecretFiles.IsContent(entry.Key)))
        {
            var near = Spelling.Nearest(key, _declared.Values);
            var hint = near is null ? "" : $"; did you mean {near}?";
            var origin = Variables(node).FirstOrDefault() is { } variable ? $" ({variable})" : "";
            findings.Error(
                Join(key) + origin,
                $"is not a known key{hint}",
                $"'{path}' has invalid keys: {key.ToLowerInvariant()}");
        }
    }

    private static IEnumerable<string> Variables(ConfigNode node) => node switch
    {
        ConfigScalar { Variable: { } variable } => [variable],
        ConfigMap map => map.Entries.SelectMany(static entry => Variables(entry.Value)),
        ConfigList list => list.Items.SelectMany(Variables),
        _ => [],
    };
}
