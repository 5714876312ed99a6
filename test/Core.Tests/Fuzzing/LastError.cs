using Microsoft.Extensions.Logging;

namespace Zot.Core.Tests.Fuzzing;

/// <summary>Keeps the last error that was logged.</summary>
internal sealed class LastError : ILoggerProvider, ILogger
{
    private string? _text;

    /// <summary>Takes the error; <see langword="null"/> when there was none since.</summary>
    public string? Take() => Interlocked.Exchange(ref _text, null);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            _text = $"{formatter(state, exception)} {exception}";
        }
    }

    public void Dispose()
    {
    }
}
