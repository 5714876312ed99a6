using Microsoft.Extensions.Logging;

namespace Zot.Http;

/// <summary>Writes a log entry whose text is fixed, and whose facts are fields under names that others search for.</summary>
/// <remarks>By hand, as generated methods want every field named in the text.</remarks>
internal static class LogFields
{
    private const string Template = "{OriginalFormat}";

    /// <summary>Writes an entry of level Information. A field without a value is left out.</summary>
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
