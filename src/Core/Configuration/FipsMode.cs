namespace Zot.Configuration;

/// <summary>The FIPS 140 mode, enabled in the same way as for zot: <c>GODEBUG=fips140=on</c> or <c>=only</c>.</summary>
public static class FipsMode
{
    private const string Variable = "GODEBUG";
    private const string Key = "fips140=";

    /// <summary>Indicates whether FIPS 140 mode is enabled in this process.</summary>
    public static bool IsEnabled { get; } = IsEnabledBy(Environment.GetEnvironmentVariable(Variable));

    /// <summary>
    /// Returns whether a value of <c>GODEBUG</c> enables FIPS 140 mode. Of several settings, the last one wins.
    /// </summary>
    public static bool IsEnabledBy(string? settings) => settings?
        .Split(',', StringSplitOptions.TrimEntries)
        .LastOrDefault(static setting => setting.StartsWith(Key, StringComparison.Ordinal))
        is { } last && last[Key.Length..] is "on" or "only";
}
