using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Text;
using Zot.Client.Commands;

namespace Zot.Client;

/// <summary>The client of commands for a running registry.</summary>
public sealed class RunningRegistry : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    private readonly HttpClient _client;
    private readonly RegistryErrorExplainer _refusals;
    private readonly string _url;

    private RunningRegistry(
        string url,
        string? user,
        AuthenticationHeaderValue? login,
        SslClientAuthenticationOptions tls,
        RequestedRoute wanted)
    {
        _url = url;
        _refusals = new RegistryErrorExplainer(url, user, wanted);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, SslOptions = tls };
        _client = new HttpClient(handler) { Timeout = Limit };
        _client.DefaultRequestHeaders.Authorization = login;
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("zot", productVersion: null));
    }

    /// <summary>Creates a client for the registry that the command line specifies. Sends nothing yet.</summary>
    /// <param name="call">The command line.</param>
    /// <param name="wanted">The route that will be requested.</param>
    /// <exception cref="CommandException">The command line is invalid.</exception>
    public static async Task<RunningRegistry> OpenAsync(CommandCall call, RequestedRoute wanted)
    {
        ArgumentNullException.ThrowIfNull(call);
        var url = UrlOf(call);
        var user = call.Find(ServerParameters.User);
        if (user is null && call.Has(ServerParameters.PasswordStdin))
        {
            throw new CommandException("--password-stdin requires --user");
        }

        if (call.Has(ServerParameters.Key) && !call.Has(ServerParameters.Cert))
        {
            throw new CommandException("--key requires --cert");
        }

        try
        {
            return new RunningRegistry(
                url,
                user,
                user is null ? null : Basic(user, await PasswordSource.ReadAsync(call, user)),
                TlsOf(call),
                wanted);
        }
        catch (Exception cause)
            when (cause is InvalidDataException or IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CommandException($"failed to read a certificate: {cause.Message}", cause);
        }
    }

    /// <summary>Sends a request and reads the whole response.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path, with the query.</param>
    /// <param name="expected">A status code, besides those of success, that the caller handles.</param>
    /// <param name="stop">Cancels the request.</param>
    /// <exception cref="CommandException">The registry rejected the request.</exception>
    /// <exception cref="RegistryUnavailableException">The registry does not respond.</exception>
    public async Task<RegistryAnswer> SendAsync(
        HttpMethod method, string path, HttpStatusCode? expected, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, _url + path);
        using var answer = await SendAsync(request, HttpCompletionOption.ResponseContentRead, stop);
        var read = await ReadAsync(answer, stop);
        var isWanted = answer.IsSuccessStatusCode || answer.StatusCode == expected;
        return isWanted && read.Json is not null ? read : throw _refusals.Explain(read);
    }

    /// <summary>Opens a stream of events.</summary>
    /// <param name="path">The path.</param>
    /// <param name="after">The id of the last received event; <see langword="null"/> to begin with new events.</param>
    /// <param name="stop">Cancels the request.</param>
    /// <returns>The response, which the caller disposes.</returns>
    /// <exception cref="CommandException">The registry rejected the request.</exception>
    /// <exception cref="RegistryUnavailableException">The registry does not respond.</exception>
    public async Task<HttpResponseMessage> OpenStreamAsync(string path, string? after, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _url + path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (after is not null)
        {
            request.Headers.Add("Last-Event-ID", after);
        }

        var answer = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        if (answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            return answer;
        }

        using (answer)
        {
            throw _refusals.Explain(await ReadAsync(answer, stop));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static string UrlOf(CommandCall call)
    {
        var text = call.Find(ServerParameters.Url)
            ?? Environment.GetEnvironmentVariable(ServerParameters.UrlVariable)
            ?? ServerParameters.DefaultUrl;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new CommandException($"the registry address is '{text}', but must be a URL: http://… or https://…");
        }

        return url.UserInfo.Length == 0
            ? url.GetLeftPart(UriPartial.Path).TrimEnd('/')
            : throw new CommandException("the registry address must not contain credentials: use --user instead");
    }

    private static SslClientAuthenticationOptions TlsOf(CommandCall call) => TlsFiles.Read(
        call.Find(ServerParameters.CaCert), call.Find(ServerParameters.Cert),
        call.Find(ServerParameters.Key) ?? call.Find(ServerParameters.Cert));

    private static AuthenticationHeaderValue Basic(string user, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    private static async Task<RegistryAnswer> ReadAsync(HttpResponseMessage answer, CancellationToken stop) =>
        new(answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(stop));

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, HttpCompletionOption completion, CancellationToken stop)
    {
        try
        {
            return await _client.SendAsync(request, completion, stop);
        }
        catch (HttpRequestException cause)
        {
            throw _refusals.Explain(cause);
        }
        catch (OperationCanceledException cause) when (!stop.IsCancellationRequested)
        {
            throw new RegistryUnavailableException(
                $"{_url} did not respond within {Limit.TotalSeconds} seconds", cause);
        }
    }
}
