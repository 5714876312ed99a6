using System.Buffers;
using Serilog.Events;

namespace Zot.Server.Logging;

/// <summary>How an event looks as one line of a log, in UTF-8 and with its line end.</summary>
internal interface ILineFormat
{
    /// <summary>Appends the line.</summary>
    void Write(LogEvent logged, IBufferWriter<byte> line);
}
