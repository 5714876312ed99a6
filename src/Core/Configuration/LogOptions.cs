using Zot.Configuration.Binding;

namespace Zot.Configuration;

/// <summary>The logging settings: the section <c>log</c>.</summary>
public sealed record LogOptions : ISection<LogOptions>
{
    private static readonly string[] Levels = ["trace", "debug", "info", "warn", "warning", "error", "fatal", "panic"];

    /// <summary>
    /// The minimum level that is written: trace, debug, info, warn, error, fatal or panic. Default: debug.
    /// </summary>
    public string Level { get; init; } = "debug";

    /// <summary>The file to append to; created if missing, with mode 0600. Default: standard output.</summary>
    public string? Output { get; init; }

    /// <summary>The file of the audit log, which records every change made by a client. Default: none.</summary>
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
