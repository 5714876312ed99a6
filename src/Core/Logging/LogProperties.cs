using Serilog.Core;
using Serilog.Events;

namespace Zot.Logging;

/// <summary>Reads the properties that every event carries.</summary>
internal static class LogProperties
{
    private const string EventId = "EventId";

    /// <summary>Indicates whether a property describes the source of the event rather than a field.</summary>
    public static bool IsSource(string property) => property is Constants.SourceContextPropertyName or EventId;

    /// <summary>Returns the source type of an event.</summary>
    public static string? Source(LogEvent logged) =>
        logged.Properties.TryGetValue(Constants.SourceContextPropertyName, out var value)
        && value is ScalarValue { Value: string source } ? source : null;

    /// <summary>Returns the ID and name of an event.</summary>
    public static (int Id, string? Name)? Event(LogEvent logged)
    {
        if (!logged.Properties.TryGetValue(EventId, out var value) || value is not StructureValue structure)
        {
            return null;
        }

        var (id, name) = (0, default(string));
        foreach (var part in structure.Properties)
        {
            switch (part.Value)
            {
                case ScalarValue { Value: int number }:
                    id = number;
                    break;
                case ScalarValue { Value: string text }:
                    name = text;
                    break;
            }
        }

        return (id, name);
    }

    /// <summary>
    /// Returns the messages of an exception and its inner exceptions in one line, without stack traces.
    /// </summary>
    public static string Describe(Exception cause)
    {
        var text = cause.Message;
        for (var inner = cause.InnerException; inner is not null; inner = inner.InnerException)
        {
            text = text.Contains(inner.Message, StringComparison.Ordinal) ? text : $"{text} {inner.Message}";
        }

        return text;
    }
}
