using Serilog.Events;

namespace Zot.Server.Logging;

/// <summary>The levels of <c>log.level</c>, and those a line shows.</summary>
internal static class LogLevels
{
    /// <summary>The least level that is written for a value of <c>log.level</c>.</summary>
    /// <remarks>zot has no level below debug and, in a line, none above error that it does not stop at.</remarks>
    public static LogEventLevel Least(string configured) => configured.ToLowerInvariant() switch
    {
        "info" => LogEventLevel.Information,
        "warn" or "warning" => LogEventLevel.Warning,
        "error" or "fatal" or "panic" => LogEventLevel.Error,
        _ => LogEventLevel.Debug,
    };

    /// <summary>The level as it stands in a line.</summary>
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
