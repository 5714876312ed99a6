using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Zot.Client.Commands;
using Zot.Configuration;

namespace Zot.Logging;

/// <summary>The log of the program, as configured in the <c>log</c> section. Encapsulates Serilog.</summary>
/// <remarks>Disposing it writes all pending lines.</remarks>
internal sealed class ServerLog : IDisposable
{
    // Above every existing level: suppresses all events.
    private const LogEventLevel Nothing = LogEventLevel.Fatal + 1;

    private readonly Logger _serilog;

    private readonly IReadOnlyList<LogOutput> _outputs;

    private ServerLog(Logger serilog, IReadOnlyList<LogOutput> outputs, bool isOnTerminal)
    {
        (_serilog, _outputs) = (serilog, outputs);
        IsOnTerminal = isOnTerminal;
        Loggers = new SerilogLoggerFactory(serilog);
    }

    /// <summary>Indicates whether the log is written to the terminal that also shows standard error.</summary>
    public bool IsOnTerminal { get; }

    /// <summary>The logger factory for the rest of the program.</summary>
    public ILoggerFactory Loggers { get; }

    /// <summary>Indicates whether a log without a file is written to a terminal.</summary>
    public static bool IsRead => !Console.IsOutputRedirected;

    /// <summary>Opens the log.</summary>
    /// <param name="options">The <c>log</c> section.</param>
    /// <param name="forPeople">
    /// Indicates whether standard output receives human-readable lines rather than zot's JSON lines.
    /// </param>
    /// <exception cref="CommandException">A file cannot be opened.</exception>
    public static ServerLog Open(LogOptions options, bool forPeople)
    {
        var isOnTerminal = forPeople && options.Output is not { Length: > 0 };
        ILineFormat format = isOnTerminal ? TerminalFormat() : new JsonLineFormat();
        List<LogOutput> outputs = [OutputFor("log.output", options.Output)];
        var main = new BatchedSink(format, outputs[0]);
        DirectSink? audit = null;
        if (options.Audit is { Length: > 0 } path)
        {
            outputs.Add(OutputFor("log.audit", path));
            audit = new DirectSink(new JsonLineFormat(), outputs[1]);
        }

        var serilog = new LoggerConfiguration()
            .MinimumLevel.Is(LogLevels.Least(options.Level))
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            // The access log covers every request; this logger would open a scope for each.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", Nothing)
            // Startup failures are reported as a single message by the code that catches them.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
            .MinimumLevel.Override(SplittingSink.AuditCategory, audit is null ? Nothing : LogEventLevel.Information)
            .Destructure.AsScalar<RawJson>()
            .WriteTo.Sink(new SplittingSink(main, audit))
            .CreateLogger();
        return new ServerLog(serilog, outputs, isOnTerminal);
    }

    /// <summary>Reopens the log and audit files after rotation.</summary>
    public void Reopen()
    {
        foreach (var output in _outputs)
        {
            output.Reopen();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Loggers.Dispose();
        _serilog.Dispose();
    }

    private static TerminalLineFormat TerminalFormat() =>
        new(colours: Environment.GetEnvironmentVariable("NO_COLOR") is null or "");

    private static LogOutput OutputFor(string key, string? path)
    {
        if (path is not { Length: > 0 })
        {
            return LogOutput.Standard();
        }

        try
        {
            return LogOutput.File(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{key} is '{path}', but this file cannot be written: {cause.Message}", cause);
        }
    }
}
