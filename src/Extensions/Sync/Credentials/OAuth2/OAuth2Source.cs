#if EXT_SYNC
using Zot.Client.Distribution;
using Zot.Configuration.Extensions;

namespace Zot.Extensions.Sync.Credentials.OAuth2;

/// <summary>Requests access tokens with one of the three grants of the helper <c>oauth2</c>.</summary>
/// <param name="options">The options of the helper.</param>
/// <param name="client">Sends requests.</param>
/// <param name="time">The clock.</param>
internal sealed class OAuth2Source(OAuth2CredentialHelperOptions options, TokenClient client, TimeProvider time)
    : ICredentialSource
{
    private const string ClientCredentials = "client_credentials";
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private const string JwtType = "urn:ietf:params:oauth:token-type:jwt";
    private const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";

    private static readonly TimeSpan DefaultLife = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public async Task<ExpiringCredentials> RequestAsync(CancellationToken stop)
    {
        var start = time.GetUtcNow();
        using var form = new FormUrlEncodedContent(Fields(Assertion(start)));
        using var request = new HttpRequestMessage(HttpMethod.Post, options.TokenUrl) { Content = form };
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await client.SendAsync(request, stop);
        var token = JsonTexts.Require(
            answer.RootElement, "access_token", $"the response of {request.RequestUri!.Authority}");
        var life = JsonTexts.FindLife(answer.RootElement, "expires_in") ?? DefaultLife;
        return new ExpiringCredentials(RemoteCredentials.ForUser(options.Username, token), start + life);
    }

    private string Assertion(DateTimeOffset now)
    {
        var assertion = options.AssertionFile is { Length: > 0 } file
            ? BoundedFile.ReadText(file)
            : AssertionSigner.Read(options.SigningFile!).Sign(options, now);
        return assertion.Length > 0 ? assertion : throw new InvalidDataException($"{options.AssertionFile} is empty");
    }

    private Dictionary<string, string> Fields(string assertion)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = options.GrantType };
        switch (options.GrantType)
        {
            case ClientCredentials:
                fields["client_assertion_type"] = AssertionType;
                fields["client_assertion"] = assertion;
                break;
            case JwtBearer:
                fields["assertion"] = assertion;
                break;
            default: // The configuration allows no other value than the token exchange.
                fields["subject_token"] = assertion;
                fields["subject_token_type"] = options.SubjectTokenType is { Length: > 0 } type ? type : JwtType;
                fields["requested_token_type"] = options.RequestedTokenType is { Length: > 0 } requested
                    ? requested
                    : AccessTokenType;
                fields["audience"] = options.Audience ?? "";
                break;
        }

        if (options.ClientId is { Length: > 0 } id)
        {
            fields["client_id"] = id;
        }

        if (options.ClientSecretFile is { Length: > 0 } secret)
        {
            fields["client_secret"] = BoundedFile.ReadText(secret);
        }

        if (options.Scopes.Count > 0)
        {
            fields["scope"] = string.Join(' ', options.Scopes);
        }

        return fields;
    }
}
#endif
