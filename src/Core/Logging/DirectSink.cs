using System.Buffers;
using Serilog.Core;
using Serilog.Events;

namespace Zot.Logging;

/// <summary>
/// Writes each line before returning: for the audit log, whose lines must survive a crash of the process.
/// </summary>
internal sealed class DirectSink(ILineFormat format, LogOutput output) : ILogEventSink, IDisposable
{
    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _line = new();

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        lock (_gate)
        {
            _line.ResetWrittenCount();
            format.Write(logEvent, _line);
            output.Write(_line.WrittenSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => output.Dispose();
}
