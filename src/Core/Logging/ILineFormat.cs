using System.Buffers;
using Serilog.Events;

namespace Zot.Logging;

/// <summary>Formats an event as one line of a log, in UTF-8 and including the line end.</summary>
internal interface ILineFormat
{
    /// <summary>Appends the line.</summary>
    void Write(LogEvent logged, IBufferWriter<byte> line);
}
