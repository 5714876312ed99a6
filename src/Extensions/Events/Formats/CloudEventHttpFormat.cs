#if EXT_EVENTS
using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Model;

namespace Zot.Extensions.Events.Formats;

/// <summary>Formats CloudEvents in binary mode: the attributes are headers, and the body is the data.</summary>
/// <param name="channel">The extension attribute <c>channel</c>; <see langword="null"/> for none.</param>
/// <remarks>CloudEvents 1.0, HTTP protocol binding, 3.1.</remarks>
internal sealed class CloudEventHttpFormat(string? channel) : IHttpFormat
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public bool CanFormat(RegistryEvent happened) => CloudEventData.TypeOf(happened) is not null;

    public bool CanBatch => false;

    public ReadOnlyMemory<byte> Write(IReadOnlyList<JournalEntry> events, HttpRequestMessage request)
    {
        var entry = events[0];
        var happened = entry.Event;
        var body = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(body, JsonText.Options))
        {
            CloudEventData.Write(json, happened);
        }

        request.Content = new ReadOnlyMemoryContent(body.WrittenMemory);
        request.Content.Headers.ContentType = Json;
        request.Headers.Add("Ce-Id", happened.Id);
        request.Headers.Add("Ce-Source", CloudEventData.Source);
        request.Headers.Add("Ce-Specversion", "1.0");
        request.Headers.Add("Ce-Type", CloudEventData.TypeOf(happened));
        request.Headers.Add("Ce-Time", JsonText.Time(happened.Time));
        request.Headers.Add("Ce-Partitionkey", happened.Repository);
        request.Headers.Add("Ce-Sequence", entry.Turn.ToString(CultureInfo.InvariantCulture));
        if (entry.IsReplay)
        {
            request.Headers.Add("Ce-Replay", "true");
        }

        if (channel is { Length: > 0 })
        {
            request.Headers.Add("Ce-Channel", channel);
        }

        return body.WrittenMemory;
    }
}
#endif
