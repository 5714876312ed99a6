using Microsoft.Extensions.Logging;

namespace Zot.Http.Tests;

internal sealed record LogEntry(
    string Category, LogLevel Level, string Message, Exception? Exception, IReadOnlyDictionary<string, object?> Fields);
