namespace Zot.Storage.Drivers;

/// <summary>
/// The name of an object in a store: segments joined by slashes, as in <c>library/alpine/index.json</c>.
/// </summary>
/// <remarks>Not a path: the driver decides how it maps to the medium.</remarks>
public readonly record struct StorageKey
{
    private readonly string? _text;

    // For keys made of validated names; no segment can be empty, "." or "..".
    internal StorageKey(string text) => _text = text.Length == 0 ? null : text;

    /// <summary>The root key, which contains all others.</summary>
    public static StorageKey Root => default;

    /// <summary>The last segment.</summary>
    public string Name => ToString() is var text ? text[(text.LastIndexOf('/') + 1)..] : "";

    /// <summary>Parses a key.</summary>
    /// <exception cref="FormatException">
    /// A segment is empty, <c>.</c> or <c>..</c>, or contains a backslash or NUL.
    /// </exception>
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

    /// <summary>Returns the key of a child.</summary>
    public StorageKey Child(string name) => string.IsNullOrEmpty(_text) ? Parse(name) : Parse($"{_text}/{name}");

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
