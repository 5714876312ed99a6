using System.Text.Json;
using Zot.Hosting.Status;

namespace Zot.Server.Status;

/// <summary>Writes the status items that extensions report.</summary>
internal static class ComponentsJson
{
    // Longer failure texts are truncated; the log has the full text.
    private const int MaxReason = 500;

    /// <summary>Writes the items of all sources. A source that fails is reported as an item of its own.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<IStatusSource> sources)
    {
        json.WriteStartArray("components"u8);
        foreach (var item in sources.SelectMany(Read))
        {
            Write(json, item);
        }

        json.WriteEndArray();
    }

    private static IReadOnlyList<StatusItem> Read(IStatusSource source)
    {
        try
        {
            return source.Read();
        }
        catch (Exception cause)
        {
            // A failing source must not hide the others: this is the page on which failures are looked up.
            return [new StatusItem("component", source.GetType().Name, "unknown") { LastFailure = cause.Message }];
        }
    }

    private static void Write(Utf8JsonWriter json, StatusItem item)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, item.Kind);
        json.WriteString("name"u8, item.Name);
        json.WriteString("state"u8, item.State);
        json.WriteStartObject("counts"u8);
        foreach (var (name, value) in item.Counts)
        {
            json.WriteNumber(name, value);
        }

        json.WriteEndObject();
        if (item.LastFailure is { } reason)
        {
            json.WriteString("lastFailure"u8, reason.Length <= MaxReason ? reason : $"{reason[..(MaxReason - 1)]}…");
        }

        if (item.LastFailed is { } time)
        {
            json.WriteString("lastFailed"u8, time);
        }

        json.WriteEndObject();
    }
}
