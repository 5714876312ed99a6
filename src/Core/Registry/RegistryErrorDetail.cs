namespace Zot.Registry;

/// <summary>The detail of an error: the offending value and the reason.</summary>
/// <param name="Key">The kind of value: <c>digest</c>, <c>reference</c>, <c>name</c> …</param>
/// <param name="Value">The value, as sent by the client.</param>
/// <param name="Reason">The reason as text; <see langword="null"/> if the message of the error is sufficient.</param>
public sealed record RegistryErrorDetail(string Key, string Value, string? Reason)
{
    /// <summary>An additional key and value. Default: <see langword="null"/>.</summary>
    public KeyValuePair<string, string>? More { get; init; }
}
