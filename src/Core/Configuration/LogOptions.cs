namespace Zot.Configuration;

/// <summary>What is told, and where: the section <c>log</c>.</summary>
public sealed record LogOptions
{
    /// <summary>The least level that is written: trace, debug, info, warn, error, fatal or panic. Default: debug.</summary>
    public string Level { get; init; } = "debug";

    /// <summary>A file to append to; created when absent, mode 0600. Default: standard output.</summary>
    public string? Output { get; init; }

    /// <summary>A file for the audit log: every change a client made. Default: none.</summary>
    public string? Audit { get; init; }
}
