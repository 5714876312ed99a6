using Serilog.Core;
using Serilog.Events;

namespace Zot.Server.Logging;

/// <summary>What every event carries besides its own facts.</summary>
internal static class LogProperties
{
    private const string EventId = "EventId";

    /// <summary>Whether the property tells where the event is from, and not a fact of its own.</summary>
    public static bool IsSource(string property) => property is Constants.SourceContextPropertyName or EventId;

    /// <summary>The type the event is from.</summary>
    public static string? Source(LogEvent logged) =>
        logged.Properties.TryGetValue(Constants.SourceContextPropertyName, out var value)
        && value is ScalarValue { Value: string source } ? source : null;

    /// <summary>The number of the event, and what its source calls it.</summary>
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

    /// <summary>What went wrong and why, in one line, without the places in the code.</summary>
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
