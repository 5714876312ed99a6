using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Zot.Core.Tests.Fuzzing;

/// <summary>
/// Keeps the last logged error. Messages of lower levels are also formatted, so that formatting failures are detected.
/// </summary>
/// <param name="ignored">The categories whose errors are ignored.</param>
internal sealed class LastError(params IReadOnlyList<string> ignored) : ILoggerProvider, ILogger
{
    private string? _text;

    /// <summary>Returns and clears the error; <see langword="null"/> if there was none since the last call.</summary>
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
