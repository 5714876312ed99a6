#if EXT_SYNC
using System.Net;
using System.Text.Json;
using Zot.Client;

namespace Zot.Extensions.Sync.Credentials;

/// <summary>
/// Sends requests to servers that issue credentials. Their errors never contain a body, which may have secrets.
/// </summary>
internal sealed class TokenClient : IDisposable
{
    private const int MaxLength = 256 * 1024;
    private const int MaxCodeLength = 100;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly HttpMessageInvoker _invoker;
    private readonly TimeProvider _time;

    /// <summary>Creates a client.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="usesProxy">False for services of the machine itself, which a proxy cannot reach.</param>
    public TokenClient(TimeProvider time, bool usesProxy = true)
    {
        _time = time;
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // the request contains secrets
            UseCookies = false,
            UseProxy = usesProxy,
            ConnectTimeout = Timeout,
            PooledConnectionLifetime = ConnectionLifetime,
            SslOptions = TlsFiles.Read(authorities: null, certificate: null, key: null),
        });
    }

    /// <summary>Sends a request whose response is a JSON object.</summary>
    /// <returns>The response, which the caller disposes.</returns>
    /// <exception cref="InvalidDataException">The response has another status, or is not a JSON object.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    /// <exception cref="TimeoutException">The server does not respond in time.</exception>
    public async Task<JsonDocument> SendAsync(HttpRequestMessage request, CancellationToken stop) =>
        JsonTexts.Parse(await ReadAsync(request, stop), $"the response of {request.RequestUri!.Authority}");

    /// <summary>Sends a request, and reads the whole response.</summary>
    /// <exception cref="InvalidDataException">The response has another status, or is too long.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    /// <exception cref="TimeoutException">The server does not respond in time.</exception>
    public async Task<byte[]> ReadAsync(HttpRequestMessage request, CancellationToken stop)
    {
        var host = request.RequestUri!.Authority;
        using var limit = new CancellationTokenSource(Timeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            using var answer = await _invoker.SendAsync(request, linked.Token);
            await using var body = await answer.Content.ReadAsStreamAsync(linked.Token);
            var buffer = new byte[MaxLength + 1];
            var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, linked.Token);
            return answer.StatusCode != HttpStatusCode.OK
                ? throw Rejected(host, answer.StatusCode, buffer.AsMemory(0, length))
                : length <= MaxLength ? buffer[..length]
                : throw new InvalidDataException($"the response of {host} has more than {MaxLength} bytes");
        }
        catch (OperationCanceledException cause) when (!stop.IsCancellationRequested)
        {
            throw new TimeoutException($"no response of {host} within {Timeout.TotalSeconds} seconds", cause);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private static InvalidDataException Rejected(string host, HttpStatusCode status, ReadOnlyMemory<byte> body)
    {
        var code = CodeIn(body);
        return new InvalidDataException($"{host} responded with {(int)status}{(code is null ? "" : $" {code}")}");
    }

    // RFC 6749, section 5.2: invalid_client and others. AWS: AccessDeniedException. Other texts may repeat the request.
    private static string? CodeIn(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonTexts.Parse(body, "the error");
            var code = JsonTexts.Find(document.RootElement, "error")
                ?? JsonTexts.Find(document.RootElement, "__type")?.Split('#')[^1];
            return code is { Length: <= MaxCodeLength } && code.All(static one => char.IsAsciiLetter(one) || one == '_')
                ? code
                : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
#endif
