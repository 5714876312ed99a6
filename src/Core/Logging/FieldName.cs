using System.Collections.Concurrent;
using System.Text.Json;

namespace Zot.Logging;

/// <summary>
/// The name of a field in a log line: <c>StatusCode</c> becomes <c>statusCode</c>. Values of some names are masked.
/// </summary>
internal sealed class FieldName
{
    /// <summary>The text that replaces a secret.</summary>
    public const string Masked = "******";

    // Names come from message templates, which are few; the limit guards against unexpected sources.
    private const int MaxKnown = 1024;

    private static readonly string[] Secrets =
    [
        "password", "passphrase", "secret", "token", "authorization", "cookie", "apikey",
    ];
    private static readonly string[] Reserved =
        ["time", "level", "message", "caller", "func", "goroutine", "event", "error", "stack"];

    private static readonly ConcurrentDictionary<string, FieldName> Known = new(StringComparer.Ordinal);

    private FieldName(string property)
    {
        var name = char.ToLowerInvariant(property[0]) + property[1..];
        Text = Reserved.Contains(name, StringComparer.Ordinal) ? name + "_" : name;
        Json = JsonEncodedText.Encode(Text, JsonLineFormat.Encoder);
        IsSecret = NamesSecret(name);
    }

    /// <summary>The name.</summary>
    public string Text { get; }

    /// <summary>The name as JSON.</summary>
    public JsonEncodedText Json { get; }

    /// <summary>Indicates whether the value is replaced by <see cref="Masked"/>.</summary>
    public bool IsSecret { get; }

    /// <summary>Indicates whether the name denotes a secret.</summary>
    public static bool NamesSecret(string name)
    {
        foreach (var secret in Secrets)
        {
            if (name.EndsWith(secret, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the field name of an event property.</summary>
    public static FieldName Of(string property)
    {
        if (Known.TryGetValue(property, out var known))
        {
            return known;
        }

        var name = new FieldName(property);
        return Known.Count < MaxKnown ? Known.GetOrAdd(property, name) : name;
    }
}
