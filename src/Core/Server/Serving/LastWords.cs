namespace Zot.Server.Serving;

/// <summary>Gets a fault that ends the process into the log before it is too late.</summary>
internal sealed partial class LastWords : IDisposable
{
    private readonly ILogger _logger;
    private readonly IDisposable _log;

    /// <param name="logger">Where to log.</param>
    /// <param name="log">What writes the log when it is disposed of.</param>
    public LastWords(ILogger logger, IDisposable log)
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

    [LoggerMessage(1008, LogLevel.Critical, "stopped by a fault")]
    private partial void LogFault(Exception? fault);
}
