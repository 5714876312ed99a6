namespace Zot.Configuration;

/// <summary>A fault in the configuration: which key, what is wrong, and the words zot uses for it.</summary>
/// <param name="Key">The path of the key, as in <c>storage.subPaths[/a].gcDelay</c>; empty for the file as a whole.</param>
/// <param name="Problem">What is wrong: <c>is '-5m0s', but must not be negative</c>. Never holds a secret.</param>
/// <param name="Reference">The words by which scripts know the fault; <see langword="null"/> when there are none.</param>
public sealed record ConfigurationError(string Key, string Problem, string? Reference = null)
{
    /// <summary>The fault in one line: <c>storage.gcDelay is '-5m0s', but must not be negative (invalid server config: …)</c>.</summary>
    public override string ToString()
    {
        var text = Key.Length == 0 ? Problem : $"{Key} {Problem}";
        return Reference is null ? text : $"{text} ({Reference})";
    }
}
