using Serilog.Core;
using Serilog.Events;

namespace Zot.Logging;

/// <summary>Writes audit events to the audit log, and all others to the main log.</summary>
internal sealed class SplittingSink(ILogEventSink main, ILogEventSink? audit) : ILogEventSink, IDisposable
{
    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        if (LogProperties.Source(logEvent) is AuditCategory)
        {
            audit?.Emit(logEvent);
        }
        else
        {
            main.Emit(logEvent);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        (main as IDisposable)?.Dispose();
        (audit as IDisposable)?.Dispose();
    }

    /// <summary>The category of audit events.</summary>
    internal const string AuditCategory = "audit";
}
