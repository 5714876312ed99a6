#if EXT_EVENTS
using System.Text.Json;
using Zot.Extensions.Events.Model;

namespace Zot.Extensions.Events.Formats;

/// <summary>Defines the types of zot's events, and writes their data.</summary>
internal static class CloudEventData
{
    /// <summary>The source of every event; it names the product, and receivers filter by it.</summary>
    public const string Source = "zotregistry.dev";

    /// <summary>Returns the type of an event; <see langword="null"/> if zot does not publish it.</summary>
    public static string? TypeOf(RegistryEvent happened) => happened switch
    {
        { Kind: EventKind.RepositoryCreated } => "zotregistry.repository.created",
        { Kind: EventKind.ManifestPushed, IsChange: true } => "zotregistry.image.updated",
        { Kind: EventKind.ManifestDeleted } => "zotregistry.image.deleted",
        { Kind: EventKind.TagDeleted, IsImplied: false } => "zotregistry.image.deleted",
        { Kind: EventKind.Ping } => "zotregistry.ping",
        { Kind: EventKind.LintFailed } => "zotregistry.image.lint_failed",
        { Kind: EventKind.RepositoryScrubbed } => "zotregistry.repository.scrubbed",
        _ => null,
    };

    /// <summary>Writes the data of an event.</summary>
    public static void Write(Utf8JsonWriter json, RegistryEvent happened)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, happened.Repository);
        if (happened.Target is { } target)
        {
            json.WriteString("reference"u8, happened.Reference);
            json.WriteString("digest"u8, target.Digest);
            json.WriteString("mediaType"u8, target.MediaType);
            if (happened.Manifest is { } manifest)
            {
                json.WriteString("manifest"u8, manifest);
            }
        }

        if (happened.Scrub is { } scrub)
        {
            Write(json, scrub);
        }

        WriteCause(json, happened);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, EventScrub scrub)
    {
        json.WriteStartObject("summary"u8);
        json.WriteNumber("count"u8, scrub.Count);
        json.WriteNumber("affectedCount"u8, scrub.AffectedCount);
        json.WriteEndObject();
        json.WriteStartArray("affected"u8);
        foreach (var damage in scrub.Affected)
        {
            json.WriteStartObject();
            json.WriteString("reference"u8, damage.Reference);
            if (damage.AffectedBlob is { } blob)
            {
                json.WriteString("affectedBlob"u8, blob);
            }

            json.WriteString("error"u8, damage.Error);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCause(Utf8JsonWriter json, RegistryEvent happened)
    {
        if (happened.Actor is { } actor)
        {
            json.WriteStartObject("actor"u8);
            json.WriteString("name"u8, actor.Name);
            json.WriteEndObject();
        }

        if (happened.Request is { } request)
        {
            json.WriteStartObject("request"u8);
            json.WriteString("addr"u8, request.Address);
            json.WriteString("method"u8, request.Method);
            json.WriteString("useragent"u8, request.UserAgent);
            json.WriteEndObject();
        }
    }
}
#endif
