#if EXT_EVENTS
using System.Text.Json;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Formats;
using Zot.Extensions.Events.Journal;

namespace Zot.Extensions.Events.Admin;

/// <summary>Writes sinks and dead letters as JSON for administrators.</summary>
internal static class SinkJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<SinkHandle> sinks, IJournalQueries journal)
    {
        json.WriteStartObject();
        json.WriteStartArray("sinks"u8);
        foreach (var sink in sinks)
        {
            var (waiting, oldest) = journal.WaitingFor(sink.Name);
            json.WriteStartObject();
            json.WriteString("name"u8, sink.Name);
            json.WriteString("state"u8, StateOf(sink));
            json.WriteNumber("waiting"u8, waiting);
            if (oldest is { } time)
            {
                json.WriteString("oldest"u8, JsonText.Time(time));
            }

            json.WriteNumber("deadLetters"u8, journal.CountDead(sink.Name));
            if (sink.Failure is { Reason: { } reason, Time: { } failed })
            {
                json.WriteString("lastFailure"u8, reason);
                json.WriteString("lastFailed"u8, JsonText.Time(failed));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("lastSequence"u8, journal.Last);
        json.WriteNumber("quarantined"u8, journal.CountQuarantined());
        json.WriteEndObject();
    }

    /// <summary>Returns the state of a sink as one word.</summary>
    /// <remarks>
    /// <c>failing</c> means that the registry itself fails to deliver, for example because the journal cannot be read.
    /// </remarks>
    public static string StateOf(SinkHandle sink) => sink switch
    {
        { Queue.IsClosed: true } => "closed",
        { Queue.IsFailing: true } => "failing",
        { Breaker.IsOpen: true } => "resting",
        _ => "running",
    };

    public static void Write(Utf8JsonWriter json, IReadOnlyList<DeadLetter> letters)
    {
        json.WriteStartObject();
        json.WriteStartArray("deadLetters"u8);
        foreach (var letter in letters)
        {
            json.WriteStartObject();
            json.WriteString("sink"u8, letter.Sink);
            json.WriteString("id"u8, letter.Entry.Event.Id);
            json.WriteNumber("sequence"u8, letter.Entry.Sequence);
            json.WriteString("repository"u8, letter.Entry.Event.Repository);
            json.WriteString("reference"u8, letter.Entry.Event.Reference);
            json.WriteString("kind"u8, letter.Entry.Event.Kind.ToString());
            json.WriteString("time"u8, JsonText.Time(letter.Entry.Event.Time));
            json.WriteNumber("attempts"u8, letter.Attempts);
            json.WriteString("firstAttempt"u8, JsonText.Time(letter.Since));
            json.WriteString("lastAttempt"u8, JsonText.Time(letter.Until));
            json.WriteString("reason"u8, letter.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WritePing(Utf8JsonWriter json, string sink, bool isDelivered, string detail)
    {
        json.WriteStartObject();
        json.WriteString("sink"u8, sink);
        json.WriteBoolean("delivered"u8, isDelivered);
        json.WriteString("detail"u8, detail);
        json.WriteEndObject();
    }
}
#endif
