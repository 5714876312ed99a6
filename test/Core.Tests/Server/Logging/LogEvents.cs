using System.Buffers;
using System.Text;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Zot.Logging;

namespace Zot.Core.Tests.Server.Logging;

/// <summary>Creates log events as the program does, and formats them as lines.</summary>
internal static class LogEvents
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 31, 13, 0, 0, 0, TimeSpan.FromHours(1));

    /// <summary>
    /// Returns the event that <paramref name="log"/> writes to the logger of <paramref name="category"/>.
    /// </summary>
    public static LogEvent Of(Action<Microsoft.Extensions.Logging.ILogger> log, string category = "Zot.Storage.Store")
    {
        var sink = new CollectingSink();
        using var serilog = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(sink).CreateLogger();
        using var loggers = new SerilogLoggerFactory(serilog);
        log(loggers.CreateLogger(category));
        return Assert(sink).At(Noon.AddTicks(1234567));
    }

    public static string Line(this ILineFormat format, LogEvent logged)
    {
        var line = new ArrayBufferWriter<byte>();
        format.Write(logged, line);
        return Encoding.UTF8.GetString(line.WrittenSpan);
    }

    public static LogEvent At(this LogEvent logged, DateTimeOffset time) => new(
        time,
        logged.Level,
        logged.Exception,
        logged.MessageTemplate,
        logged.Properties.Select(property => new LogEventProperty(property.Key, property.Value)));

    private static LogEvent Assert(CollectingSink sink) => Xunit.Assert.Single(sink.Events);

    private sealed class CollectingSink : ILogEventSink
    {
        public List<LogEvent> Events { get; } = [];

        public void Emit(LogEvent logEvent) => Events.Add(logEvent);
    }
}
