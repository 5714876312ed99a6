using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Zot.Configuration;
using Zot.Registry;

namespace Zot.Http;

/// <summary>The manifest in the body of a request.</summary>
internal static class ManifestBody
{
    // A length that is only announced may cost a client nothing, so it must not cost us much.
    private const int MaxTrustedLength = 256 * 1024;

    /// <summary>The media type that is declared, without its parameters.</summary>
    /// <exception cref="RegistryException"><see cref="RegistryError.ManifestTypeUnsupported"/>.</exception>
    public static string MediaTypeOf(HttpRequest request, HttpOptions options)
    {
        var declared = request.ContentType ?? "";
        var end = declared.IndexOf(';');
        var mediaType = (end < 0 ? declared : declared[..end]).Trim();
        if (!MediaTypes.IsManifest(mediaType))
        {
            throw RegistryError.ManifestTypeUnsupported.With("mediaType", declared);
        }

        if (MediaTypes.IsDocker(mediaType) && !options.AcceptsDockerManifests)
        {
            throw RegistryError.ManifestTypeUnsupported.With(
                "mediaType", declared, "docker's formats are taken with docker2s2 in http.compat");
        }

        return mediaType;
    }

    /// <summary>Reads the body.</summary>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.ManifestTooLarge"/>; before a byte is read, when the length is known.
    /// </exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var announced = request.ContentLength;
        if (announced > ManifestPush.MaxContentLength)
        {
            throw TooLarge();
        }

        var content = new ArrayBufferWriter<byte>((int)Math.Clamp(announced ?? 4096, 1, MaxTrustedLength));
        var body = request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            if (content.WrittenCount + read.Buffer.Length > ManifestPush.MaxContentLength)
            {
                body.AdvanceTo(read.Buffer.End);
                throw TooLarge();
            }

            Append(content, read);
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return content.WrittenMemory;
            }
        }
    }

    private static void Append(ArrayBufferWriter<byte> content, ReadResult read)
    {
        foreach (var segment in read.Buffer)
        {
            content.Write(segment.Span);
        }
    }

    private static RegistryException TooLarge() => RegistryError.ManifestTooLarge.With(
        "limit", ManifestPush.MaxContentLength, $"must not have more than {ManifestPush.MaxContentLength} bytes");
}
