using System.Net;
using System.Net.Http.Headers;

namespace Zot.Client.Distribution;

/// <summary>
/// Authenticates requests to the registry as it demands: with a password, or a token of its token service.
/// </summary>
/// <remarks>Requests to other hosts, which a redirect named, pass without credentials.</remarks>
internal sealed class AuthenticationHandler : DelegatingHandler
{
    /// <summary>The rights that a request needs, in the syntax of token services.</summary>
    public static readonly HttpRequestOptionsKey<string> Rights = new("Zot.Rights");

    // The cached token, a new one, and a last one if the registry demands other rights than before.
    private const int MaxAttempts = 3;

    private readonly RemoteOptions _options;
    private readonly TokenSource _tokens;
    private volatile bool _usesPassword;

    /// <summary>Creates a handler.</summary>
    /// <param name="options">The options of the client.</param>
    /// <param name="inner">The inner handler.</param>
    public AuthenticationHandler(RemoteOptions options, HttpMessageHandler inner)
        : base(inner)
    {
        _options = options;
        _tokens = new TokenSource(options, (request, stop) => base.SendAsync(request, stop));
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!IsRegistry(request.RequestUri!))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var credentials = _options.Credentials();
        if (credentials is { User: null })
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credentials.Secret);
            return await base.SendAsync(request, cancellationToken);
        }

        return await SendAsync(request, credentials, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, RemoteCredentials? credentials, CancellationToken stop)
    {
        var rights = request.Options.TryGetValue(Rights, out var named) ? named : "";
        var token = await _tokens.FindAsync(rights, stop);
        var hasPassword = token is null && _usesPassword && credentials is not null;
        var isNew = false;
        for (var attempts = 1; ; attempts++)
        {
            request.Headers.Authorization = token is not null ? new AuthenticationHeaderValue("Bearer", token.Value)
                : hasPassword ? TokenSource.Basic(credentials!)
                : null;
            var answer = await base.SendAsync(request, stop);
            if (answer.StatusCode != HttpStatusCode.Unauthorized || attempts == MaxAttempts || !CanRepeat(request))
            {
                return answer;
            }

            var challenges = AuthenticationChallenge.Read(answer.Headers);
            if (challenges.FirstOrDefault(static one => one.Is("Bearer") && one.Realm is not null) is { } bearer
                && (!isNew || bearer.IsInsufficientScope))
            {
                answer.Dispose();
                (token, isNew) = (await _tokens.GetAsync(rights, bearer, rejected: token, stop), true);
            }
            else if (token is null
                && !hasPassword
                && credentials is not null
                && challenges.Any(static one => one.Is("Basic")))
            {
                answer.Dispose();
                (hasPassword, _usesPassword) = (true, true);
            }
            else
            {
                return answer;
            }
        }
    }

    private static bool CanRepeat(HttpRequestMessage request) => request.Content is not UploadBody { IsStarted: true };

    private bool IsRegistry(Uri url) => url.Scheme == _options.Url.Scheme && url.Authority == _options.Url.Authority;
}
