using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The retrieval of credentials for another registry by OAuth 2.0: <c>oauth2CredentialHelper</c>.</summary>
public sealed record OAuth2CredentialHelperOptions : ISection<OAuth2CredentialHelperOptions>
{
    private const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const string ClientCredentials = "client_credentials";

    /// <summary>The URL of the token endpoint. Required.</summary>
    public string? TokenUrl { get; init; }

    /// <summary>
    /// A file with the assertion that authenticates this registry. Either this or <see cref="SigningFile"/> is
    /// required.
    /// </summary>
    public string? AssertionFile { get; init; }

    /// <summary>A JSON file that describes how such an assertion is signed.</summary>
    public string? SigningFile { get; init; }

    /// <summary>
    /// The grant type: <c>client_credentials</c>, or the URN of jwt-bearer or token-exchange. Default:
    /// client_credentials.
    /// </summary>
    public string GrantType { get; init; } = ClientCredentials;

    /// <summary>The audience of the token; required for a token exchange, and not allowed otherwise.</summary>
    public string? Audience { get; init; }

    /// <summary>The type of the token to exchange, an absolute URI. Default: a JWT.</summary>
    public string? SubjectTokenType { get; init; }

    /// <summary>The type of the requested token, an absolute URI. Default: an access token.</summary>
    public string? RequestedTokenType { get; init; }

    /// <summary>The client id of this registry. Default: none.</summary>
    public string? ClientId { get; init; }

    /// <summary>A file with the client secret. Default: none.</summary>
    public string? ClientSecretFile { get; init; }

    /// <summary>The scopes to request. Default: none.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The user name to use with the token. Default: <c>&lt;token&gt;</c>.</summary>
    public string Username { get; init; } = "<token>";

    static OAuth2CredentialHelperOptions ISection<OAuth2CredentialHelperOptions>.Read(Section section)
    {
        var defaults = new OAuth2CredentialHelperOptions();
        return new OAuth2CredentialHelperOptions
        {
            TokenUrl = section.Text(defaults.TokenUrl, "tokenURL"),
            AssertionFile = section.Text(defaults.AssertionFile),
            SigningFile = section.Text(defaults.SigningFile),
            GrantType = section.Text(defaults.GrantType),
            Audience = section.Text(defaults.Audience),
            SubjectTokenType = section.Text(defaults.SubjectTokenType),
            RequestedTokenType = section.Text(defaults.RequestedTokenType),
            ClientId = section.Text(defaults.ClientId, "clientID"),
            ClientSecretFile = section.Text(defaults.ClientSecretFile),
            Scopes = section.Texts(defaults.Scopes),
            Username = section.Text(defaults.Username),
        };
    }

    void ISection<OAuth2CredentialHelperOptions>.Check(SectionRules rules)
    {
        var isExchange = GrantType == TokenExchange;
        rules.Check(
            Uri.TryCreate(TokenUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https", TokenUrl,
            "must be an http or https URL", "oauth2 tokenURL is required");
        rules.Check(
            AssertionFile is { Length: > 0 } != SigningFile is { Length: > 0 }, AssertionFile,
            "exactly one of assertionFile and signingFile must be given",
            "oauth2 requires exactly one of assertionFile or signingFile");
        rules.Check(
            GrantType is ClientCredentials or JwtBearer or TokenExchange, GrantType,
            $"must be {ClientCredentials}, {JwtBearer} or {TokenExchange}", "unsupported oauth2 grantType");
        rules.Check(
            !isExchange || Audience is { Length: > 0 },
            Audience,
            "must be given for a token exchange",
            "oauth2 audience is required");
        rules.Check(isExchange || Audience is null or "", Audience, "is allowed for a token exchange only");
        foreach (var (type, key) in ((string?, string)[])[
            (SubjectTokenType, nameof(SubjectTokenType)),
            (RequestedTokenType, nameof(RequestedTokenType)),
        ])
        {
            rules.Check(isExchange || type is null or "", type, "is allowed for a token exchange only", key: key);
            rules.Check(
                type is null or "" || Uri.TryCreate(type, UriKind.Absolute, out _),
                type,
                "must be an absolute URI",
                key: key);
        }
    }
}
