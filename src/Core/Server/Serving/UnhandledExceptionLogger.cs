namespace Zot.Server.Serving;

/// <summary>Logs the unhandled exception that terminates the process, and flushes the log.</summary>
internal sealed partial class UnhandledExceptionLogger : IDisposable
{
    private readonly ILogger _logger;
    private readonly IDisposable _log;

    /// <param name="logger">The logger.</param>
    /// <param name="log">The log, which writes its pending lines when disposed.</param>
    public UnhandledExceptionLogger(ILogger logger, IDisposable log)
    {
        _logger = logger;
        _log = log;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
    }

    /// <inheritdoc/>
    public void Dispose() => AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;

    private void OnUnhandled(object sender, UnhandledExceptionEventArgs fault)
    {
        LogFault(fault.ExceptionObject as Exception);
        _log.Dispose();
    }

    [LoggerMessage(1008, LogLevel.Critical, "terminated by an unhandled exception")]
    private partial void LogFault(Exception? fault);
}
