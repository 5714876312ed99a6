namespace Zot.Configuration;

/// <summary>A setting that is valid, but that the operator should know about.</summary>
/// <param name="Key">The path of the key.</param>
/// <param name="Message">The warning, phrased as a continuation of the key. Never holds a secret.</param>
public sealed record ConfigurationWarning(string Key, string Message)
{
    /// <summary>Returns the warning as one line: <c>storage.gcDelay will be ignored …</c>.</summary>
    public override string ToString() => Key.Length == 0 ? Message : $"{Key} {Message}";
}
