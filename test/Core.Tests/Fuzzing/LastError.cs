using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Zot.Core.Tests.Fuzzing;

/// <summary>Keeps the last error that was logged. Messages below it are formatted, too: a fault in that is an error.</summary>
/// <param name="ignored">The categories whose errors do not count.</param>
internal sealed class LastError(params IReadOnlyList<string> ignored) : ILoggerProvider, ILogger
{
    private string? _text;

    /// <summary>Takes the error; <see langword="null"/> when there was none since.</summary>
    public string? Take() => Interlocked.Exchange(ref _text, null);

    public ILogger CreateLogger(string categoryName) => ignored.Contains(categoryName) ? NullLogger.Instance : this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var text = formatter(state, exception);
        if (logLevel >= LogLevel.Error)
        {
            _text = $"{text} {exception}";
        }
    }

    public void Dispose()
    {
    }
}
