using Microsoft.Extensions.Logging;

namespace Zot.Http.Logs;

/// <summary>Writes a log entry with a static message and fields under names that tools search for.</summary>
/// <remarks>Written by hand, because generated methods require every field to appear in the message.</remarks>
internal static class LogFields
{
    private const string Template = "{OriginalFormat}";

    /// <summary>Writes an entry of level Information. Fields without a value are omitted.</summary>
    public static void Write(
        ILogger logger, EventId id, string text, params ReadOnlySpan<KeyValuePair<string, object?>> fields)
    {
        var state = new List<KeyValuePair<string, object?>>(fields.Length + 1);
        foreach (var field in fields)
        {
            if (field.Value is not null)
            {
                state.Add(field);
            }
        }

        state.Add(new(Template, text));
        logger.Log(LogLevel.Information, id, state, exception: null, static (entry, _) => (string)entry[^1].Value!);
    }
}
