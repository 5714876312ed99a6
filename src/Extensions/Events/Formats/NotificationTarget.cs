#if EXT_EVENTS
using System.Text.Json;
using Zot.Extensions.Events.Model;
using Zot.Registry;

namespace Zot.Extensions.Events.Formats;

/// <summary>Writes the target of an event as the distribution registry does.</summary>
internal readonly struct NotificationTarget(RegistryEvent happened)
{
    /// <summary>The media type that is sent.</summary>
    public string MediaType => Descriptor.MediaType;

    // The target of a delete has only a digest, since the content may already be removed; a deleted tag has not even
    // that. Blobs always have the type application/octet-stream, by which receivers distinguish them from manifests.
    private EventDescriptor Descriptor => happened.Kind switch
    {
        EventKind.TagDeleted or EventKind.Ping or EventKind.RepositoryCreated => new("", "", 0),
        EventKind.ManifestDeleted or EventKind.BlobDeleted => new("", happened.Target?.Digest ?? "", 0),
        EventKind.BlobPushed or EventKind.BlobPulled or EventKind.BlobMounted when happened.Target is { } blob =>
            blob with { MediaType = MediaTypes.OctetStream },
        _ => happened.Target ?? new("", "", 0),
    };

    private bool IsManifest => happened.Kind is EventKind.ManifestPushed or EventKind.ManifestPulled;

    private bool HasContent =>
        IsManifest || happened.Kind is EventKind.BlobPushed or EventKind.BlobPulled or EventKind.BlobMounted;

    public void Write(Utf8JsonWriter json, NotificationFeatures features)
    {
        json.WriteStartObject();
        WriteDescriptor(json, Descriptor, features.Generation);
        if (HasContent && Descriptor.Size > 0)
        {
            json.WriteNumber("length"u8, Descriptor.Size);
        }

        WriteText(json, "repository"u8, happened.Repository);
        WriteText(json, "fromRepository"u8, happened.FromRepository);
        if (HasContent && happened.Request is { } request)
        {
            json.WriteString("url"u8, Url(request));
        }

        WriteText(json, "tag"u8, happened.Tag);
        if (features.References && HasContent && happened.Manifest is { } manifest)
        {
            NotificationReferences.Write(json, manifest, features.Generation);
        }

        if (features.DraftFields && happened.Kind != EventKind.Ping)
        {
            json.WriteString(
                "type"u8,
                happened.Kind is EventKind.BlobPushed or EventKind.BlobPulled
                    or EventKind.BlobMounted or EventKind.BlobDeleted ? "blob"u8 : "manifest"u8);
            WriteText(json, "name"u8, happened.Repository);
        }

        if (features.Extended)
        {
            WriteMore(json);
        }

        json.WriteEndObject();
    }

    private static void WriteDescriptor(
        Utf8JsonWriter json, EventDescriptor descriptor, NotificationGeneration generation)
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

    // The previous digest of the tag, and the subject of an attachment.
    private void WriteMore(Utf8JsonWriter json)
    {
        WriteText(json, "previousDigest"u8, happened.Before);
        if (IsManifest && happened.Manifest is { } manifest)
        {
            using var document = ManifestJson.TryParse(manifest);
            if (document is not null && document.RootElement.TryGetObject("subject"u8, out var subject))
            {
                WriteText(json, "subject"u8, subject.TextOf("digest"u8));
            }
        }
    }

    // The URL always contains the digest, and is always absolute.
    private string Url(EventRequest request)
    {
        var kind = IsManifest ? "manifests" : "blobs";
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
