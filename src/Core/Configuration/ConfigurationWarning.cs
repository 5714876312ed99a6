namespace Zot.Configuration;

/// <summary>Something in the configuration that works, but that the operator should know of.</summary>
/// <param name="Key">The path of the key.</param>
/// <param name="Message">What to know about it; a sentence about the key. Never holds a secret.</param>
public sealed record ConfigurationWarning(string Key, string Message)
{
    /// <summary>The warning in one line: <c>storage.gcDelay will be ignored …</c>.</summary>
    public override string ToString() => Key.Length == 0 ? Message : $"{Key} {Message}";
}
