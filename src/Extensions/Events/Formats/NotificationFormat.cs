#if EXT_EVENTS
using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Zot.Extensions.Events;

/// <summary>The envelope of the distribution registry.</summary>
/// <param name="generation">Which of its versions.</param>
/// <param name="source">This process.</param>
/// <param name="includesReferences">Whether a manifest's event lists what it points to.</param>
/// <remarks>
/// Members and their order are that registry's. An envelope holds one event; readers have to accept any number.
/// </remarks>
internal sealed class NotificationFormat(NotificationGeneration generation, NotificationSource source, bool includesReferences = false) : IHttpFormat
{
    private readonly MediaTypeHeaderValue _mediaType = new(generation == NotificationGeneration.V1
        ? "application/vnd.docker.distribution.events.v1+json"
        : "application/vnd.docker.distribution.events.v2+json");

    public bool Tells(RegistryEvent happened) => ActionOf(happened.Kind) is not null;

    public ReadOnlyMemory<byte> Write(JournalEntry entry, HttpRequestMessage request)
    {
        var body = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(body, JsonText.Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("events"u8);
            Write(json, entry.Event);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        if (entry.IsReplay)
        {
            request.Headers.Add("Zot-Replay", "true");
        }

        request.Content = new ReadOnlyMemoryContent(body.WrittenMemory);
        request.Content.Headers.ContentType = _mediaType;
        return body.WrittenMemory;
    }

    /// <summary>Whether an endpoint is not to be told, by the media type or the action. A delete has no media type.</summary>
    public static bool IsIgnored(RegistryEvent happened, IReadOnlySet<string> mediaTypes, IReadOnlySet<string> actions) =>
        mediaTypes.Contains(new NotificationTarget(happened).MediaType) || actions.Contains(ActionOf(happened.Kind)!);

    private static string? ActionOf(EventKind kind) => kind switch
    {
        EventKind.ManifestPushed or EventKind.BlobPushed => "push",
        EventKind.ManifestPulled or EventKind.BlobPulled => "pull",
        EventKind.ManifestDeleted or EventKind.BlobDeleted or EventKind.TagDeleted => "delete",
        EventKind.BlobMounted => "mount",
        EventKind.Ping => "ping",
        _ => null,
    };

    private void Write(Utf8JsonWriter json, RegistryEvent happened)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, happened.Id);
        json.WriteString("timestamp"u8, JsonText.Time(happened.Time));
        json.WriteString("action"u8, ActionOf(happened.Kind));
        json.WritePropertyName("target"u8);
        new NotificationTarget(happened).Write(json, generation, includesReferences);
        WriteRequest(json, happened.Request);
        json.WriteStartObject("actor"u8);
        WriteText(json, "name"u8, happened.Actor?.Name);
        json.WriteEndObject();
        json.WriteStartObject("source"u8);
        WriteText(json, "addr"u8, source.Address);
        WriteText(json, "instanceID"u8, source.InstanceId);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // Some members stand there even when they are empty, others do not.
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

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is { Length: > 0 })
        {
            json.WriteString(name, value);
        }
    }
}
#endif
