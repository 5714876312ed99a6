using Microsoft.Extensions.Logging;

namespace Zot.Core.Tests.Http.Support;

internal sealed record LogEntry(
    string Category, LogLevel Level, string Message, Exception? Exception, IReadOnlyDictionary<string, object?> Fields);
