using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Zot.Benchmarks.Content;
using Zot.Registry;

namespace Zot.Benchmarks.Load;

/// <summary>A registry client without retries and without checks for existing content.</summary>
internal sealed class RegistryClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Pushes an image by tag: two requests for each blob and one for the manifest (end-4a, end-6, end-7).</summary>
    internal async Task PushAsync(string repository, string tag, Image image, CancellationToken cancellationToken)
    {
        await PushAsync(repository, image.Config, cancellationToken);
        await PushAsync(repository, image.Layer, cancellationToken);
        await PushManifestAsync(repository, tag, image.Manifest, cancellationToken);
    }

    /// <summary>Pushes a manifest by tag (end-7).</summary>
    internal async Task PushManifestAsync(string repository, string tag, Blob manifest, CancellationToken cancellationToken)
    {
        using var content = Content(manifest.Bytes, MediaTypes.OciManifest);
        using var answer = await _http.PutAsync(Relative($"v2/{repository}/manifests/{tag}"), content, cancellationToken);
        Expect(answer, HttpStatusCode.Created);
    }

    /// <summary>Pushes a blob (end-4a, end-6).</summary>
    internal async Task PushAsync(string repository, Blob blob, CancellationToken cancellationToken)
    {
        var upload = await StartUploadAsync(repository, blob.Digest, cancellationToken);
        using var content = Content(blob.Bytes, MediaTypes.OctetStream);
        using var answer = await _http.PutAsync(upload, content, cancellationToken);
        Expect(answer, HttpStatusCode.Created);
    }

    /// <summary>Starts an upload (end-4a).</summary>
    /// <returns>The location for the PUT request.</returns>
    internal async Task<Uri> StartUploadAsync(string repository, Digest digest, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsync(Relative($"v2/{repository}/blobs/uploads/"), content: null, cancellationToken);
        Expect(answer, HttpStatusCode.Accepted);
        return WithDigest(answer.Headers.Location!.OriginalString, digest);
    }

    /// <summary>Completes an upload whose bytes have been sent (end-6).</summary>
    internal async Task CompleteUploadAsync(string location, Digest digest, CancellationToken cancellationToken)
    {
        using var answer = await _http.PutAsync(
            WithDigest(location, digest), content: null, cancellationToken);
        Expect(answer, HttpStatusCode.Created);
    }

    /// <summary>Deletes a blob (end-10).</summary>
    internal async Task DeleteAsync(string repository, Digest digest, CancellationToken cancellationToken)
    {
        using var answer = await _http.DeleteAsync(Relative($"v2/{repository}/blobs/{digest}"), cancellationToken);
        Expect(answer, HttpStatusCode.Accepted);
    }

    /// <summary>Fetches content and compares it with the pushed bytes.</summary>
    /// <exception cref="BenchmarkException">The bytes differ.</exception>
    internal async Task CheckAsync(string path, Blob expected, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Relative(path));
        request.Headers.Accept.ParseAdd(MediaTypes.OciManifest);
        request.Headers.Accept.ParseAdd("*/*");
        using var answer = await _http.SendAsync(request, cancellationToken);
        Expect(answer, HttpStatusCode.OK);
        if (Blob.Of(await answer.Content.ReadAsByteArrayAsync(cancellationToken)).Digest != expected.Digest)
        {
            throw new BenchmarkException($"{address}{path} answered with other bytes than were pushed");
        }
    }

    /// <summary>Fetches a path and discards the body.</summary>
    internal async Task GetAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(Relative(path), cancellationToken);
        Expect(answer, HttpStatusCode.OK);
    }

    /// <summary>Fetches a document.</summary>
    internal async Task<JsonDocument> ReadAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(Relative(path), cancellationToken);
        Expect(answer, HttpStatusCode.OK);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
    }

    /// <summary>Lists all tags in one response (end-8a).</summary>
    internal async Task<int> CountTagsAsync(string repository, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(Relative($"v2/{repository}/tags/list"), cancellationToken);
        Expect(answer, HttpStatusCode.OK);
        return await CountAsync(answer, "tags", cancellationToken);
    }

    /// <summary>Reads the catalog page by page, since docker-registry returns at most 1,000 names at once.</summary>
    /// <returns>The number of repositories.</returns>
    internal async Task<int> CountRepositoriesAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        var next = Relative("v2/_catalog?n=1000");
        while (next is not null)
        {
            using var answer = await _http.GetAsync(next, cancellationToken);
            Expect(answer, HttpStatusCode.OK);
            count += await CountAsync(answer, "repositories", cancellationToken);
            next = answer.Headers.TryGetValues("Link", out var links)
                ? new Uri(address, links.First().Split('<', '>')[1])
                : null;
        }

        return count;
    }

    public void Dispose() => _http.Dispose();

    private Uri WithDigest(string location, Digest digest)
    {
        var upload = new Uri(address, location);
        var separator = upload.Query.Length == 0 ? '?' : '&';
        return new Uri($"{upload}{separator}digest={Uri.EscapeDataString($"{digest}")}");
    }

    private static async Task<int> CountAsync(HttpResponseMessage answer, string member, CancellationToken cancellationToken)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        var list = document.RootElement.GetProperty(member);
        return list.ValueKind == JsonValueKind.Null ? 0 : list.GetArrayLength();
    }

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static ByteArrayContent Content(byte[] bytes, string mediaType) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };

    private static void Expect(HttpResponseMessage answer, HttpStatusCode expected)
    {
        if (answer.StatusCode != expected)
        {
            throw new BenchmarkException(
                $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri} was answered with {(int)answer.StatusCode}, not {(int)expected}");
        }
    }
}
