using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Zot.Core.Tests.Http.Support;

/// <summary>Collects all log entries with their fields.</summary>
internal sealed class CollectedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();

    public IEnumerable<LogEntry> Entries => _entries;

    public IEnumerable<LogEntry> Of(string message) => _entries.Where(entry => entry.Message == message);

    public ILogger CreateLogger(string categoryName) => new Collector(categoryName, _entries);

    public void Dispose()
    {
    }

    private sealed class Collector(string category, ConcurrentQueue<LogEntry> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var fields = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
            entries.Enqueue(new LogEntry(
                category, logLevel, formatter(state, exception), exception, fields.ToDictionary(field => field.Key, field => field.Value)));
        }
    }
}
