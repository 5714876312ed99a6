#if EXT_EVENTS
using System.Text.Json;

namespace Zot.Extensions.Events;

/// <summary>What an event is about, as the distribution registry writes it.</summary>
internal readonly struct NotificationTarget(RegistryEvent happened)
{
    /// <summary>The media type as it is told.</summary>
    public string MediaType => Descriptor.MediaType;

    // A delete names the digest and not the content: that may be gone already. A deleted tag has not even a digest.
    private EventDescriptor Descriptor => happened.Kind switch
    {
        EventKind.TagDeleted or EventKind.Ping => new("", "", 0),
        EventKind.ManifestDeleted or EventKind.BlobDeleted => new("", happened.Target?.Digest ?? "", 0),
        _ => happened.Target ?? new("", "", 0),
    };

    private bool IsThere => happened.Kind is not (
        EventKind.TagDeleted or EventKind.ManifestDeleted or EventKind.BlobDeleted or EventKind.Ping);

    public void Write(Utf8JsonWriter json, NotificationGeneration generation, bool includesReferences)
    {
        json.WriteStartObject();
        WriteDescriptor(json, Descriptor, generation);
        if (IsThere && Descriptor.Size > 0)
        {
            json.WriteNumber("length"u8, Descriptor.Size);
        }

        WriteText(json, "repository"u8, happened.Repository);
        WriteText(json, "fromRepository"u8, happened.FromRepository);
        if (IsThere && happened.Request is { } request)
        {
            json.WriteString("url"u8, Url(request));
        }

        WriteText(json, "tag"u8, happened.Tag);
        if (includesReferences && IsThere && happened.Manifest is { } manifest)
        {
            NotificationReferences.Write(json, manifest, generation);
        }

        json.WriteEndObject();
    }

    private static void WriteDescriptor(Utf8JsonWriter json, EventDescriptor descriptor, NotificationGeneration generation)
    {
        var isWhole = generation == NotificationGeneration.V2;
        if (isWhole || descriptor.MediaType.Length > 0)
        {
            json.WriteString("mediaType"u8, descriptor.MediaType);
        }

        if (!isWhole && descriptor.Size > 0)
        {
            json.WriteNumber("size"u8, descriptor.Size);
        }

        if (isWhole || descriptor.Digest.Length > 0)
        {
            json.WriteString("digest"u8, descriptor.Digest);
        }

        if (isWhole)
        {
            json.WriteNumber("size"u8, descriptor.Size);
        }
    }

    // Always the URL of the digest, and always absolute.
    private string Url(EventRequest request)
    {
        var kind = happened.Kind is EventKind.ManifestPushed or EventKind.ManifestPulled ? "manifests" : "blobs";
        return $"{request.Scheme}://{request.Host}/v2/{happened.Repository}/{kind}/{happened.Target!.Digest}";
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
