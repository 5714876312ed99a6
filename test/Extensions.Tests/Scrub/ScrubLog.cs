#if EXT_SCRUB
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Zot.Extensions.Scrub;

namespace Zot.Extensions.Tests.Scrub;

/// <summary>Records log lines, which begin with their level.</summary>
internal sealed class ScrubLog : ILogger<ScrubJobs>
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull =>
        null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{logLevel} {formatter(state, exception)}");
}
#endif
