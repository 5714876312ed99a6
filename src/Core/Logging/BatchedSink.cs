using System.Buffers;
using Serilog.Core;
using Serilog.Events;

namespace Zot.Logging;

/// <summary>
/// Collects log lines and writes them in batches, on a dedicated thread. When the output stays slower than logging,
/// logging blocks: no line is lost, and memory is bounded.
/// </summary>
internal sealed class BatchedSink : ILogEventSink, IDisposable
{
    // One system call for all lines of this interval; short enough for live viewing.
    private const int GatherMilliseconds = 10;
    private const int HurryAt = 64 * 1024;
    private const int MaxKeptLine = 64 * 1024;
    private const int Capacity = 4 * 1024 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _line;

    private readonly ILineFormat _format;
    private readonly LogOutput _output;
    private readonly object _gate = new();
    private readonly ManualResetEventSlim _hurry = new();
    private readonly Thread _thread;
    private ArrayBufferWriter<byte> _filling = new();
    private ArrayBufferWriter<byte> _writing = new();
    private bool _closed;

    public BatchedSink(ILineFormat format, LogOutput output)
    {
        _format = format;
        _output = output;
        _thread = new Thread(WriteBatches) { IsBackground = true, Name = "log" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        var line = _line ??= new ArrayBufferWriter<byte>(1024);
        line.ResetWrittenCount();
        _format.Write(logEvent, line);
        if (line.Capacity > MaxKeptLine)
        {
            _line = null;
        }

        lock (_gate)
        {
            while (_filling.WrittenCount > Capacity && !_closed)
            {
                Monitor.Wait(_gate);
            }

            var wasEmpty = _filling.WrittenCount == 0;
            _filling.Write(line.WrittenSpan);
            if (wasEmpty)
            {
                Monitor.PulseAll(_gate);
            }
            else if (_filling.WrittenCount > HurryAt)
            {
                _hurry.Set();
            }
        }
    }

    /// <summary>Writes all pending lines and closes the output.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }

        _hurry.Set();
        _thread.Join();
        _hurry.Dispose();
        _output.Dispose();
    }

    private void WriteBatches()
    {
        while (TakeBatch() is { } batch)
        {
            _output.Write(batch.WrittenSpan);
            batch.ResetWrittenCount();
        }
    }

    private ArrayBufferWriter<byte>? TakeBatch()
    {
        lock (_gate)
        {
            while (_filling.WrittenCount == 0)
            {
                if (_closed)
                {
                    return null;
                }

                Monitor.Wait(_gate);
            }
        }

        _hurry.Wait(GatherMilliseconds);
        lock (_gate)
        {
            (_filling, _writing) = (_writing, _filling);
            if (!_closed)
            {
                _hurry.Reset();
            }

            Monitor.PulseAll(_gate);
            return _writing;
        }
    }
}
