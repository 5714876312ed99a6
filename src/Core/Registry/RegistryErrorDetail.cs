namespace Zot.Registry;

/// <summary>What a refusal is about.</summary>
/// <param name="Key">The kind of thing: <c>digest</c>, <c>reference</c>, <c>name</c> …</param>
/// <param name="Value">The thing, as the client wrote it.</param>
/// <param name="Reason">Why, in words; <see langword="null"/> when the message of the error says it all.</param>
public sealed record RegistryErrorDetail(string Key, string Value, string? Reason)
{
    /// <summary>What else it is about, by its kind; <see langword="null"/>, the default, for nothing.</summary>
    public KeyValuePair<string, string>? More { get; init; }
}
