using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Zot.Registry;

namespace Zot.Client.Distribution;

/// <summary>Requests tokens from the token service that a registry names, and caches them until they expire.</summary>
/// <remarks>The protocol is that of Docker's "Token Authentication Specification".</remarks>
/// <param name="options">The options of the client.</param>
/// <param name="send">Sends a request without credentials of the registry.</param>
internal sealed class TokenSource(
    RemoteOptions options, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send)
{
    private const int MaxTokens = 1000;
    private const int MaxBodyLength = 256 * 1024;

    // The default of the specification, which is also its minimum.
    private static readonly TimeSpan DefaultLife = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MaxLife = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaxMargin = TimeSpan.FromSeconds(30);

    private readonly BodyReader _bodies = new(options.IdleTimeout, options.Time);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TokenEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>
    /// Returns the token for the rights of a request: from the cache, or a new one if the cached one has expired.
    /// </summary>
    /// <param name="rights">The rights that the request needs.</param>
    /// <param name="stop">Cancels the wait.</param>
    /// <returns>The token; <see langword="null"/> if the registry has not asked for one yet.</returns>
    public async Task<BearerToken?> FindAsync(string rights, CancellationToken stop)
    {
        TokenEntry? entry;
        lock (_gate)
        {
            entry = _entries.GetValueOrDefault(rights);
        }

        return entry is null ? null : await GetAsync(rights, entry.Challenge, rejected: null, stop);
    }

    /// <summary>Returns a token for a challenge. Concurrent callers for the same rights share one request.</summary>
    /// <param name="rights">The rights that the request needs: the key of the cache.</param>
    /// <param name="challenge">The challenge of the registry.</param>
    /// <param name="rejected">The token that the registry has rejected, if any.</param>
    /// <param name="stop">Cancels the wait, not the request, which others share.</param>
    /// <exception cref="RemoteRegistryException">
    /// The token service does not respond, or rejects the request.
    /// </exception>
    public async Task<BearerToken> GetAsync(
        string rights, AuthenticationChallenge challenge, BearerToken? rejected, CancellationToken stop)
    {
        TokenEntry entry;
        lock (_gate)
        {
            if (!_entries.TryGetValue(rights, out entry!) || !IsUsable(entry, challenge, rejected))
            {
                MakeRoom();
                entry = new TokenEntry(challenge, () => RequestAsync(rights, challenge));
                _entries[rights] = entry;
            }
        }

        return await entry.Token.WaitAsync(stop);
    }

    private bool IsUsable(TokenEntry entry, AuthenticationChallenge challenge, BearerToken? rejected) =>
        entry.Token.IsCompleted
            ? entry.Current is { } token && token.Value != rejected?.Value && token.Expires > options.Time.GetUtcNow()
            : entry.Challenge.Scope == challenge.Scope && entry.Challenge.Realm == challenge.Realm;

    // Expired tokens first; otherwise the one that expires next. Requests in progress are kept: callers share them.
    private void MakeRoom()
    {
        if (_entries.Count < MaxTokens)
        {
            return;
        }

        var now = options.Time.GetUtcNow();
        var completed = _entries.Where(static entry => entry.Value.Token.IsCompleted)
            .Select(static entry => (entry.Key, Expires: entry.Value.Current?.Expires ?? DateTimeOffset.MinValue))
            .OrderBy(static entry => entry.Expires)
            .ToList();
        foreach (var (key, _) in completed.TakeWhile((entry, at) => at == 0 || entry.Expires <= now))
        {
            _entries.Remove(key);
        }
    }

    private async Task<BearerToken> RequestAsync(string rights, AuthenticationChallenge challenge)
    {
        using var request = CreateRequest(rights, challenge);
        var start = options.Time.GetUtcNow();
        try
        {
            using var answer = await send(request, CancellationToken.None);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                throw await RemoteErrors.ReadAsync(answer, request, _bodies, options);
            }

            var body = await _bodies.ReadAsync(answer, MaxBodyLength, CancellationToken.None);
            return (body is null ? null : Parse(body, start))
                ?? throw RemoteRegistryException.For(
                    request, RemoteFailure.Invalid, "the response of the token service has no valid token");
        }
        catch (Exception cause) when (RemoteErrors.IsOfTransport(cause))
        {
            throw RemoteErrors.Explain(cause, request);
        }
    }

    private HttpRequestMessage CreateRequest(string rights, AuthenticationChallenge challenge)
    {
        var realm = challenge.Realm;
        if (!Uri.TryCreate(realm, UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https")
            || url.UserInfo.Length > 0)
        {
            throw new RemoteRegistryException(
                RemoteFailure.Invalid, options.Url.Authority,
                "WWW-Authenticate", "the challenge names no valid token service");
        }

        var query = new StringBuilder(url.Query.Length > 1 ? url.Query[1..] : "");
        Append(query, "service", challenge.Service);
        foreach (var scope in (challenge.Scope ?? rights).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Append(query, "scope", scope);
        }

        var request =
            new HttpRequestMessage(HttpMethod.Get, new UriBuilder(url) { Query = query.ToString(), Fragment = "" }.Uri);
        request.Headers.UserAgent.TryParseAdd(options.UserAgent);
        if (options.Credentials() is { User: not null } credentials)
        {
            request.Headers.Authorization = IsTrusted(url)
                ? Basic(credentials)
                : throw RemoteRegistryException.For(
                    request, RemoteFailure.Invalid,
                    "credentials are not sent to this token service: its address must begin with https://");
        }

        return request;
    }

    /// <summary>Returns the header with the name and the password of a user.</summary>
    public static AuthenticationHeaderValue Basic(RemoteCredentials credentials) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.User}:{credentials.Secret}")));

    // A registry without TLS may have its token service on the same host; otherwise passwords require TLS.
    private bool IsTrusted(Uri realm) => realm.Scheme == Uri.UriSchemeHttps
        || (options.Url.Scheme == Uri.UriSchemeHttp
            && string.Equals(realm.Host, options.Url.Host, StringComparison.OrdinalIgnoreCase));

    private static void Append(StringBuilder query, string name, string? value)
    {
        if (value is not null)
        {
            query.Append(query.Length == 0 ? "" : "&")
                .Append(CultureInfo.InvariantCulture, $"{name}={Uri.EscapeDataString(value)}");
        }
    }

    private static BearerToken? Parse(byte[] body, DateTimeOffset start)
    {
        try
        {
            using var document = LenientJson.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var value = Text(root, "token") ?? Text(root, "access_token");
            var life = root.TryGetProperty("expires_in", out var seconds) && seconds.ValueKind == JsonValueKind.Number
                && seconds.TryGetInt32(out var given) && given > 0 ? TimeSpan.FromSeconds(given) : DefaultLife;
            life = life < MaxLife ? life : MaxLife;
            var margin = life / 4 < MaxMargin ? life / 4 : MaxMargin;
            return BearerToken.IsWellFormed(value) ? new BearerToken(value!, start + life - margin) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text ? text : null;
}
