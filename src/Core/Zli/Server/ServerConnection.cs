using System.Net;
using System.Net.Http.Headers;
using Zot.Client;
using Zot.Client.Commands;

namespace Zot.Zli.Server;

/// <summary>A client of a registry. Responses are read completely, up to a limit.</summary>
internal sealed class ServerConnection : IDisposable
{
    /// <summary>64 MiB: the maximum size of a response.</summary>
    public const int MaxLength = 64 * 1024 * 1024;

    /// <summary>5 minutes: the maximum time of a request.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // That much of the body of an error is part of the message.
    private const int MaxErrorLength = 64 * 1024;

    private readonly ServerTarget _target;
    private readonly HttpClient _client;
    private readonly TextWriter? _trace;
    private readonly int _maxLength;

    /// <summary>Creates a client. It does not connect yet.</summary>
    /// <param name="target">The registry.</param>
    /// <param name="certificates">The certificates for hosts.</param>
    /// <param name="trace">The writer for headers; <see langword="null"/> to write none.</param>
    /// <param name="maxLength">The maximum size of a response in bytes.</param>
    /// <exception cref="CommandException">A certificate cannot be read.</exception>
    public ServerConnection(
        ServerTarget target, HostCertificates certificates, TextWriter? trace, int maxLength = MaxLength)
    {
        (_target, _trace, _maxLength) = (target, trace is null ? null : TextWriter.Synchronized(trace), maxLength);
        var handler = new SocketsHttpHandler { UseCookies = false, MaxAutomaticRedirections = 10 };
        if (target.Url.Scheme == Uri.UriSchemeHttps)
        {
            handler.SslOptions = certificates.OptionsFor(target);
        }

        _client = new HttpClient(handler) { Timeout = Limit };
        _client.DefaultRequestHeaders.Authorization = target.Credentials;
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("zli", productVersion: null));
    }

    /// <summary>Returns the address of a path, which replaces that of the registry.</summary>
    public Uri AddressOf(string path) => new(_target.Url, path);

    /// <summary>Sends a GET request.</summary>
    /// <param name="path">The path, with the query.</param>
    /// <param name="accept">The accepted media types; empty for any.</param>
    /// <param name="stop">Cancels the request.</param>
    /// <exception cref="CommandException">The response is too large.</exception>
    /// <exception cref="RegistryUnavailableException">The registry does not respond.</exception>
    public Task<ServerAnswer> GetAsync(string path, IEnumerable<string> accept, CancellationToken stop) =>
        SendAsync(HttpMethod.Get, path, accept, stop);

    /// <summary>Sends a HEAD request.</summary>
    /// <param name="path">The path, with the query.</param>
    /// <param name="accept">The accepted media types; empty for any.</param>
    /// <param name="stop">Cancels the request.</param>
    /// <exception cref="RegistryUnavailableException">The registry does not respond.</exception>
    public Task<ServerAnswer> HeadAsync(string path, IEnumerable<string> accept, CancellationToken stop) =>
        SendAsync(HttpMethod.Head, path, accept, stop);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<ServerAnswer> SendAsync(
        HttpMethod method, string path, IEnumerable<string> accept, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, AddressOf(path));
        request.Headers.Accept.ParseAdd(string.Join(", ", accept));
        try
        {
            // The client's own limit ends with the headers; this one includes the body.
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(Limit);
            return await SendAsync(request, limit.Token);
        }
        catch (HttpRequestException cause)
        {
            throw new RegistryUnavailableException(Explain(cause), cause);
        }
        catch (IOException cause)
        {
            throw new RegistryUnavailableException(
                $"the response of {_target.Url} ended early: {cause.Message}", cause);
        }
        catch (OperationCanceledException cause) when (!stop.IsCancellationRequested)
        {
            throw new RegistryUnavailableException(
                $"{_target.Url} did not respond within {Limit.TotalMinutes} minutes", cause);
        }
    }

    private async Task<ServerAnswer> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        await TraceAsync(
            $"[debug]  {request.Method}   {request.RequestUri} [request header]  ",
            _client.DefaultRequestHeaders,
            request.Headers);
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        await TraceAsync(
            $"[debug]  {request.Method} {request.RequestUri} "
                + $"[status]  {(int)response.StatusCode}   [response header]  ",
            response.Headers,
            response.Content.Headers);
        var isOk = response.StatusCode == HttpStatusCode.OK;
        await using var stream = await response.Content.ReadAsStreamAsync(stop);
        var body = await ReadAsync(stream, isOk ? _maxLength : MaxErrorLength, stop);
        if (isOk && body.Length > _maxLength)
        {
            throw new CommandException($"the response of {request.RequestUri!.GetLeftPart(UriPartial.Path)} is "
                + $"larger than {_maxLength} bytes");
        }

        return new ServerAnswer(
            request.RequestUri!, response.StatusCode, response.Headers,
            response.Content.Headers.ContentType?.MediaType ?? "", body);
    }

    // Reads at most one byte more than the limit.
    private static async Task<byte[]> ReadAsync(Stream stream, int limit, CancellationToken stop)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (body.Length <= limit)
        {
            var read =
                await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, limit + 1 - body.Length)), stop);
            if (read == 0)
            {
                break;
            }

            await body.WriteAsync(buffer.AsMemory(0, read), stop);
        }

        return body.ToArray();
    }

    private string Explain(HttpRequestException cause) => cause.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => $"failed to connect to {_target.Url}: host not found",
        HttpRequestError.ConnectionError => $"failed to connect to {_target.Url}: {cause.GetBaseException().Message}",
        HttpRequestError.SecureConnectionError =>
            $"failed to establish a secure connection to {_target.Url}: {cause.GetBaseException().Message}",
        _ => $"request to {_target.Url} failed: {cause.GetBaseException().Message}",
    };

    // The form of zot: headers in alphabetical order, each with the list of its values.
    private async Task TraceAsync(string start, params HttpHeaders[] headers)
    {
        if (_trace is not null)
        {
            var values = headers.SelectMany(static each => each)
                .OrderBy(static header => header.Key, StringComparer.Ordinal)
                .Select(static header => $"{header.Key}:[{string.Join(' ', header.Value)}]");
            await _trace.WriteLineAsync(TextTable.Clean($"{start}map[{string.Join(' ', values)}]"));
        }
    }
}
