using Serilog.Events;

namespace Zot.Logging;

/// <summary>Maps the values of <c>log.level</c> and the level names in log lines.</summary>
internal static class LogLevels
{
    /// <summary>Returns the minimum level for a value of <c>log.level</c>.</summary>
    /// <remarks>zot has no level below debug, and terminates the process at levels above error.</remarks>
    public static LogEventLevel Least(string configured) => configured.ToLowerInvariant() switch
    {
        "info" => LogEventLevel.Information,
        "warn" or "warning" => LogEventLevel.Warning,
        "error" or "fatal" or "panic" => LogEventLevel.Error,
        _ => LogEventLevel.Debug,
    };

    /// <summary>Returns the name of a level in log lines.</summary>
    public static ReadOnlySpan<byte> Name(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "trace"u8,
        LogEventLevel.Debug => "debug"u8,
        LogEventLevel.Information => "info"u8,
        LogEventLevel.Warning => "warn"u8,
        LogEventLevel.Error => "error"u8,
        _ => "fatal"u8,
    };
}
