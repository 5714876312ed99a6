using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Serilog.Events;

namespace Zot.Logging;

/// <summary>
/// Formats events as zot does: one JSON object with <c>time</c>, <c>level</c>, <c>message</c> and the fields.
/// </summary>
/// <remarks>
/// <c>caller</c> is the source of the event, <c>func</c> its event name, <c>goroutine</c> the managed thread ID, and
/// <c>event</c> the event ID. The message is the static part of the template.
/// </remarks>
internal sealed class JsonLineFormat : ILineFormat
{
    /// <summary>The encoder, which escapes as little as possible: a log is not a web page.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static readonly JsonWriterOptions Options = new() { Encoder = Encoder, SkipValidation = true };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <inheritdoc/>
    public void Write(LogEvent logged, IBufferWriter<byte> line)
    {
        var json = _writer ??= new Utf8JsonWriter(line, Options);
        json.Reset(line);
        json.WriteStartObject();
        json.WriteString("level"u8, LogLevels.Name(logged.Level));
        WriteTime(json, logged.Timestamp);
        WriteMessage(json, logged);
        WriteSource(json, logged);
        foreach (var property in logged.Properties)
        {
            // Fields without a value are omitted.
            if (!LogProperties.IsSource(property.Key) && property.Value is not ScalarValue { Value: null })
            {
                var name = FieldName.Of(property.Key);
                json.WritePropertyName(name.Json);
                JsonFieldValue.Write(json, property.Value, name.IsSecret);
            }
        }

        WriteCause(json, logged);
        json.WriteEndObject();
        json.Flush();
        line.Write("\n"u8);
    }

    /// <summary>Writes the time as RFC 3339 in UTC, with nine digits: <c>2026-01-31T12:00:00.123456700Z</c>.</summary>
    private static void WriteTime(Utf8JsonWriter json, DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[40];
        Utf8Formatter.TryFormat(time.UtcDateTime, text, out var length, new StandardFormat('O'));
        "00Z"u8.CopyTo(text[(length - 1)..]);
        json.WriteString("time"u8, text[..(length + 2)]);
    }

    private static void WriteMessage(Utf8JsonWriter json, LogEvent logged)
    {
        var message = StaticMessage.Of(logged.MessageTemplate);
        if (message.IsEmpty)
        {
            json.WriteString("message"u8, logged.RenderMessage(CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteString("message"u8, message.Json);
        }
    }

    private static void WriteSource(Utf8JsonWriter json, LogEvent logged)
    {
        if (LogProperties.Source(logged) is { } source)
        {
            json.WriteString("caller"u8, source);
        }

        if (LogProperties.Event(logged) is var (id, name))
        {
            if (name is not null)
            {
                json.WriteString("func"u8, name);
            }

            json.WriteNumber("event"u8, id);
        }

        json.WriteNumber("goroutine"u8, Environment.CurrentManagedThreadId);
    }

    private static void WriteCause(Utf8JsonWriter json, LogEvent logged)
    {
        if (logged.Exception is not { } cause)
        {
            return;
        }

        json.WriteString("error"u8, LogProperties.Describe(cause));
        if (logged.Level >= LogEventLevel.Error)
        {
            json.WriteString("stack"u8, cause.ToString());
        }
    }
}
