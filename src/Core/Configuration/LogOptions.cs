namespace Zot.Configuration;

/// <summary>What is told, and where: the section <c>log</c>.</summary>
public sealed record LogOptions : ISection<LogOptions>
{
    private static readonly string[] Levels = ["trace", "debug", "info", "warn", "warning", "error", "fatal", "panic"];

    /// <summary>The least level that is written: trace, debug, info, warn, error, fatal or panic. Default: debug.</summary>
    public string Level { get; init; } = "debug";

    /// <summary>A file to append to; created when absent, mode 0600. Default: standard output.</summary>
    public string? Output { get; init; }

    /// <summary>A file for the audit log: every change a client made. Default: none.</summary>
    public string? Audit { get; init; }

    static LogOptions ISection<LogOptions>.Read(Section section)
    {
        var defaults = new LogOptions();
        return new LogOptions
        {
            Level = section.Text(defaults.Level).ToLowerInvariant(),
            Output = section.Text(defaults.Output),
            Audit = section.Text(defaults.Audit),
        };
    }

    void ISection<LogOptions>.Check(SectionRules rules) =>
        rules.Check(Levels.Contains(Level), Level, $"must be one of {string.Join(", ", Levels)}");
}
