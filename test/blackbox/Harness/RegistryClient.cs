using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Zot.BlackBox.Harness;

/// <summary>Speaks plain HTTP to a server: follows no redirect, remembers nothing, sends what it is told.</summary>
internal sealed class RegistryClient : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>A client of a server.</summary>
    /// <param name="address">Where it listens.</param>
    /// <param name="authorization">The value of the Authorization header of all requests.</param>
    /// <param name="trusted">The only certificate that a server may have, when it speaks TLS.</param>
    /// <param name="shown">The certificate that the client itself shows, when it speaks TLS.</param>
    /// <param name="cookie">The cookie of a session, which all requests have, as those of the browser interface.</param>
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

    /// <summary>The HTTP version to ask for.</summary>
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
