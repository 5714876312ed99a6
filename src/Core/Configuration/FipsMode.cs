namespace Zot.Configuration;

/// <summary>The FIPS 140 mode, as users of zot enable it: <c>GODEBUG=fips140=on</c> or <c>=only</c>.</summary>
public static class FipsMode
{
    private const string Variable = "GODEBUG";
    private const string Key = "fips140=";

    /// <summary>Indicates whether it is enabled in this process.</summary>
    public static bool IsEnabled { get; } = IsEnabledBy(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Indicates whether a value of <c>GODEBUG</c> enables it. Of several settings the last one counts.</summary>
    public static bool IsEnabledBy(string? settings) => settings?
        .Split(',', StringSplitOptions.TrimEntries)
        .LastOrDefault(static setting => setting.StartsWith(Key, StringComparison.Ordinal))
        is { } last && last[Key.Length..] is "on" or "only";
}
