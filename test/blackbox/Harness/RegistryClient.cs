using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Zot.BlackBox.Harness;

/// <summary>A plain HTTP client: without redirects, cookies or proxies.</summary>
internal sealed class RegistryClient : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>Creates a client of a server.</summary>
    /// <param name="address">The address of the server.</param>
    /// <param name="authorization">The value of the <c>Authorization</c> header of all requests.</param>
    /// <param name="trusted">The only trusted server certificate, for TLS.</param>
    /// <param name="shown">The client certificate, for TLS.</param>
    /// <param name="cookie">The session cookie of all requests, which are sent like those of the web interface.</param>
    public RegistryClient(
        Uri address, string? authorization = null, X509Certificate2? trusted = null, X509Certificate2? shown = null, string? cookie = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(60),
        };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == trusted?.GetCertHashString();
        if (shown is not null)
        {
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(shown, additionalCertificates: null, offline: true);
        }

        _http = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(100) };
        if (authorization is not null)
        {
            _http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        }

        if (cookie is not null)
        {
            _http.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", cookie);
            _http.DefaultRequestHeaders.TryAddWithoutValidation("X-ZOT-API-CLIENT", "zot-ui");
        }
    }

    /// <summary>The HTTP version of requests.</summary>
    public Version Version { get; init; } = HttpVersion.Version11;

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync("GET", path, null, headers);

    public Task<Answer> HeadAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync("HEAD", path, null, headers);

    public Task<Answer> DeleteAsync(string path) => SendAsync("DELETE", path);

    public Task<Answer> PostAsync(string path, byte[]? body = null, params (string Name, string Value)[] headers) =>
        SendAsync("POST", path, new ByteArrayContent(body ?? []), headers);

    public Task<Answer> PutAsync(string path, byte[]? body = null, params (string Name, string Value)[] headers) =>
        SendAsync("PUT", path, new ByteArrayContent(body ?? []), headers);

    public Task<Answer> PatchAsync(string path, byte[] body, params (string Name, string Value)[] headers) =>
        SendAsync("PATCH", path, new ByteArrayContent(body), headers);

    /// <summary>Sends a body of unknown length: <c>Transfer-Encoding: chunked</c>, no <c>Content-Length</c>.</summary>
    public Task<Answer> SendStreamAsync(string method, string path, byte[] body) =>
        SendAsync(method, path, new StreamedContent(body), ("Transfer-Encoding", "chunked"), ("Content-Type", "application/octet-stream"));

    /// <summary>Sends a request.</summary>
    public async Task<Answer> SendAsync(
        string method, string path, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = body,
            Version = Version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return new Answer(
            $"{method} {path}",
            (int)response.StatusCode,
            response.Version,
            response.Headers,
            response.Content.Headers,
            IsEndless(response) ? [] : await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static bool IsEndless(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType == "text/event-stream";

    public void Dispose() => _http.Dispose();
}
