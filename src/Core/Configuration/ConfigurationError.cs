namespace Zot.Configuration;

/// <summary>An error in the configuration: the key, the problem, and the wording that zot uses for it.</summary>
/// <param name="Key">
/// The path of the key, as in <c>storage.subPaths[/a].gcDelay</c>; empty for the file as a whole.
/// </param>
/// <param name="Problem">The problem: <c>is '-5m0s', but must not be negative</c>. Never holds a secret.</param>
/// <param name="Reference">The wording by which scripts recognize the error; <see langword="null"/> if none.</param>
public sealed record ConfigurationError(string Key, string Problem, string? Reference = null)
{
    /// <summary>
    /// Returns the error as one line:
    /// <c>storage.gcDelay is '-5m0s', but must not be negative (invalid server config: …)</c>.
    /// </summary>
    public override string ToString()
    {
        var text = Key.Length == 0 ? Problem : $"{Key} {Problem}";
        return Reference is null ? text : $"{text} ({Reference})";
    }
}
