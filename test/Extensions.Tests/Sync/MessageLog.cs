#if EXT_SYNC
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Zot.Extensions.Tests.Sync;

/// <summary>Collects the messages of all categories.</summary>
internal sealed class MessageLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _messages = [];

    public bool Has(params string[] parts) =>
        _messages.Any(message => parts.All(part => message.Contains(part, StringComparison.Ordinal)));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _messages.Enqueue(formatter(state, exception));

    public void Dispose()
    {
    }
}
#endif
