#if EXT_EVENTS
using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Zot.Extensions.Events.Journal;

namespace Zot.Extensions.Events.Formats;

/// <summary>Formats CloudEvents in structured mode: one JSON object with attributes and data.</summary>
/// <remarks>CloudEvents 1.0, JSON event format.</remarks>
internal static class CloudEventStructure
{
    /// <summary>Writes an event as JSON.</summary>
    public static ReadOnlyMemory<byte> Write(JournalEntry entry)
    {
        var happened = entry.Event;
        var body = new ArrayBufferWriter<byte>(2048);
        using var json = new Utf8JsonWriter(body, JsonText.Options);
        json.WriteStartObject();
        json.WriteString("specversion"u8, "1.0");
        json.WriteString("id"u8, happened.Id);
        json.WriteString("source"u8, CloudEventData.Source);
        json.WriteString("type"u8, CloudEventData.TypeOf(happened));
        json.WriteString("datacontenttype"u8, "application/json");
        json.WriteString("time"u8, JsonText.Time(happened.Time));
        json.WriteString("partitionkey"u8, happened.Repository);
        json.WriteString("sequence"u8, entry.Turn.ToString(CultureInfo.InvariantCulture));
        if (entry.IsReplay)
        {
            json.WriteBoolean("replay"u8, value: true);
        }

        json.WritePropertyName("data"u8);
        CloudEventData.Write(json, happened);
        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }
}
#endif
