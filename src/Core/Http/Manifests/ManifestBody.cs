using System.Buffers;
using Microsoft.AspNetCore.Http;
using Zot.Configuration.Http;
using Zot.Registry;

namespace Zot.Http.Manifests;

/// <summary>Reads the manifest in the body of a request.</summary>
internal static class ManifestBody
{
    private const int MinLength = 4 * 1024;

    /// <summary>Returns the declared media type, without its parameters.</summary>
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
                "mediaType", declared, "Docker media types require docker2s2 in http.compat");
        }

        return mediaType;
    }

    /// <summary>Reads the body.</summary>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.ManifestTooLarge"/>; before any byte is read if the length is known.
    /// <see cref="RegistryError.Unavailable"/> if too many bodies arrive concurrently.
    /// </exception>
    /// <exception cref="BadHttpRequestException">The body does not arrive in time.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(
        HttpRequest request, ManifestLease lease, CancellationToken cancellationToken)
    {
        if (request.ContentLength > ManifestPush.MaxContentLength)
        {
            throw TooLarge();
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(lease.Stop, cancellationToken);
        try
        {
            var content = await ReadToEndAsync(request, lease, either.Token);
            lease.Arrived();
            return content;
        }
        catch (OperationCanceledException)
            when (lease.Stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw lease.IsDiscarded
                ? Unavailable()
                : new BadHttpRequestException(
                    "the manifest body did not arrive in time", StatusCodes.Status408RequestTimeout);
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadToEndAsync(
        HttpRequest request, ManifestLease lease, CancellationToken stop)
    {
        var content = Array.Empty<byte>();
        var length = 0;
        var body = request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(stop);
            var needed = length + read.Buffer.Length;
            if (needed > ManifestPush.MaxContentLength)
            {
                body.AdvanceTo(read.Buffer.End);
                throw TooLarge();
            }

            if (needed > content.Length)
            {
                content = Grow(content, length, (int)needed, request.ContentLength, lease);
            }

            read.Buffer.CopyTo(content.AsSpan(length));
            length = (int)needed;
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return content.AsMemory(0, length);
            }
        }
    }

    // Doubles the buffer, but never beyond the declared length and only for received bytes: a declared length alone
    // allocates nothing.
    private static byte[] Grow(byte[] content, int length, int needed, long? announced, ManifestLease lease)
    {
        var most = (int)Math.Max(needed, announced ?? ManifestPush.MaxContentLength);
        var capacity = Math.Min(Math.Max(needed, Math.Max(MinLength, 2 * content.Length)), most);
        if (!lease.TryReserve(capacity - content.Length))
        {
            throw Unavailable();
        }

        var grown = new byte[capacity];
        content.AsSpan(0, length).CopyTo(grown);
        return grown;
    }

    private static RegistryException Unavailable() =>
        RegistryError.Unavailable.With("limit", ManifestBodies.MaxBytes, "too many concurrent manifest uploads");

    private static RegistryException TooLarge() => RegistryError.ManifestTooLarge.With(
        "limit", ManifestPush.MaxContentLength, $"must not exceed {ManifestPush.MaxContentLength} bytes");
}
