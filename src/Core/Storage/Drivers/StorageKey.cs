namespace Zot.Storage.Drivers;

/// <summary>Names an object in a store: segments joined by slashes, as in <c>library/alpine/index.json</c>.</summary>
/// <remarks>Never a path: what it means on a medium is the business of the driver.</remarks>
public readonly record struct StorageKey
{
    private readonly string? _text;

    // For keys made of names that are checked already; no segment can be empty, "." or "..".
    internal StorageKey(string text) => _text = text.Length == 0 ? null : text;

    /// <summary>The key that holds all others.</summary>
    public static StorageKey Root => default;

    /// <summary>The last segment.</summary>
    public string Name => ToString() is var text ? text[(text.LastIndexOf('/') + 1)..] : "";

    /// <summary>Reads a key.</summary>
    /// <exception cref="FormatException">A segment is empty, <c>.</c> or <c>..</c>, or holds a backslash or NUL.</exception>
    public static StorageKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var range in text.AsSpan().Split('/'))
        {
            if (text.AsSpan(range) is "" or "." or ".." || text.AsSpan(range).ContainsAny('\\', '\0'))
            {
                throw new FormatException($"'{text}' is not a storage key");
            }
        }

        return new StorageKey(text);
    }

    /// <summary>The key one segment further in.</summary>
    public StorageKey Child(string name) => string.IsNullOrEmpty(_text) ? Parse(name) : Parse($"{_text}/{name}");

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
