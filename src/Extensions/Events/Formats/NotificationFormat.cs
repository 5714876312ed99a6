#if EXT_EVENTS
using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Model;

namespace Zot.Extensions.Events.Formats;

/// <summary>Formats events in the envelope of the distribution registry.</summary>
/// <param name="features">The features of the envelope.</param>
/// <param name="source">The source of the events: this process.</param>
/// <remarks>
/// The members and their order match that registry, whose envelope contains one event; readers
/// have to accept any number.
/// </remarks>
internal sealed class NotificationFormat(NotificationFeatures features, NotificationSource source) : IHttpFormat
{
    private readonly MediaTypeHeaderValue _mediaType = new(features.Generation == NotificationGeneration.V1
        ? "application/vnd.docker.distribution.events.v1+json"
        : "application/vnd.docker.distribution.events.v2+json");

    public bool CanBatch => true;

    public bool CanFormat(RegistryEvent happened) =>
        NotificationAction.Of(happened.Kind, features.Extended) is not null && !IsLook(happened);

    public ReadOnlyMemory<byte> Write(IReadOnlyList<JournalEntry> events, HttpRequestMessage request)
    {
        var body = new ArrayBufferWriter<byte>(2048 * events.Count);
        using (var json = new Utf8JsonWriter(body, JsonText.Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("events"u8);
            foreach (var entry in events)
            {
                Write(json, entry.Event);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        AddHeaders(request, events);
        request.Content = new ReadOnlyMemoryContent(body.WrittenMemory);
        request.Content.Headers.ContentType = _mediaType;
        return body.WrittenMemory;
    }

    // Only the distribution registry counts a HEAD request as a pull.
    private bool IsLook(RegistryEvent happened) =>
        !features.IsUpstream
            && happened is { Kind: EventKind.ManifestPulled or EventKind.BlobPulled, Request.Method: "HEAD" };

    private void AddHeaders(HttpRequestMessage request, IReadOnlyList<JournalEntry> events)
    {
        if (events.Any(static entry => entry.IsReplay))
        {
            request.Headers.Add("Zot-Replay", "true");
        }

        if (features.IsUpstream)
        {
            return;
        }

        if (events is [{ Turn: > 0 } single])
        {
            request.Headers.Add("Zot-Sequence", single.Turn.ToString(CultureInfo.InvariantCulture));
        }

        if (events.Sum(static entry => entry.Missed) is > 0 and var missed)
        {
            request.Headers.Add("Zot-Missed", missed.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void Write(Utf8JsonWriter json, RegistryEvent happened)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, happened.Id);
        json.WriteString("timestamp"u8, JsonText.Time(happened.Time));
        json.WriteString("action"u8, NotificationAction.Of(happened.Kind, features.Extended));
        json.WritePropertyName("target"u8);
        new NotificationTarget(happened).Write(json, features);
        WriteRequest(json, happened.Request);
        WriteActor(json, happened);
        json.WriteStartObject("source"u8);
        WriteText(json, "addr"u8, source.Address);
        WriteText(json, "instanceID"u8, source.InstanceId);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // As in the distribution registry, some members are written even if they are empty, others are not.
    private static void WriteRequest(Utf8JsonWriter json, EventRequest? request)
    {
        json.WriteStartObject("request"u8);
        json.WriteString("id"u8, request?.Id ?? "");
        WriteText(json, "addr"u8, request?.Address);
        WriteText(json, "host"u8, request?.Host);
        json.WriteString("method"u8, request?.Method ?? "");
        json.WriteString("useragent"u8, request?.UserAgent ?? "");
        json.WriteEndObject();
    }

    private void WriteActor(Utf8JsonWriter json, RegistryEvent happened)
    {
        json.WriteStartObject("actor"u8);
        WriteText(json, "name"u8, happened.Actor?.Name);
        if (features.DraftFields)
        {
            WriteText(json, "addr"u8, happened.Request?.Address);
            WriteText(json, "host"u8, happened.Request?.Host);
            WriteText(json, "requestID"u8, happened.Request?.Id);
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is { Length: > 0 })
        {
            json.WriteString(name, value);
        }
    }
}
#endif
