using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Zot.Zli.Output;

/// <summary>Writes results as JSON.</summary>
internal static class JsonOutput
{
    // Control characters are escaped in any case; the default encoder would also escape the + of media types.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions Indented = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        IndentSize = 4,
        NewLine = "\n",
    };

    /// <summary>Returns an object in one line.</summary>
    public static string Line(Entry entry) => Text(Compact, json => Write(json, entry));

    /// <summary>Returns a list in one line.</summary>
    public static string Line(IReadOnlyList<Entry> entries) => Text(Compact, json => WriteList(json, entries));

    /// <summary>Returns an object of texts, indented by four spaces.</summary>
    public static string Indent(IEnumerable<KeyValuePair<string, string>> members) => Text(Indented, json =>
    {
        json.WriteStartObject();
        foreach (var (name, value) in members)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    });

    private static string Text(JsonWriterOptions options, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, Entry entry)
    {
        json.WriteStartObject();
        foreach (var field in entry.Shape.Fields)
        {
            json.WritePropertyName(field.Name);
            WriteValue(json, entry[field.Name]);
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, IReadOnlyList<Entry> entries)
    {
        json.WriteStartArray();
        foreach (var entry in entries)
        {
            Write(json, entry);
        }

        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case Entry entry:
                Write(json, entry);
                break;
            case IReadOnlyList<Entry> entries:
                WriteList(json, entries);
                break;
            case IReadOnlyList<string> texts:
                json.WriteStartArray();
                foreach (var text in texts)
                {
                    json.WriteStringValue(text);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
