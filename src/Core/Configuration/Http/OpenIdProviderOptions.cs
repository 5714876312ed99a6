using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>An identity provider: an entry of <c>http.auth.openid.providers</c>.</summary>
public sealed record OpenIdProviderOptions : ISection<OpenIdProviderOptions>
{
    /// <summary>
    /// The file with <c>clientid</c> and <c>clientsecret</c>, which take precedence over those set here. Default: none.
    /// </summary>
    public string? CredentialsFile { get; init; }

    /// <summary>The client id at the provider. Required, here or in the file.</summary>
    public string? ClientId { get; init; }

    /// <summary>The client secret. Default: none. A secret.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The URL of the provider. Required, except for GitHub.</summary>
    public string? Issuer { get; init; }

    /// <summary>The scopes to request. Required.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The display name. Default: none.</summary>
    public string? Name { get; init; }

    /// <summary>The private key that authenticates the registry, instead of a client secret. Default: none.</summary>
    public string? KeyPath { get; init; }

    /// <summary>The authorization URL, for GitHub Enterprise. Default: github.com.</summary>
    public string? AuthUrl { get; init; }

    /// <summary>The token URL, for GitHub Enterprise. Default: github.com.</summary>
    public string? TokenUrl { get; init; }

    /// <summary>The claims that hold the user and the groups.</summary>
    public OpenIdClaimMappingOptions ClaimMapping { get; init; } = new();

    static OpenIdProviderOptions ISection<OpenIdProviderOptions>.Read(Section section)
    {
        var defaults = new OpenIdProviderOptions();
        var credentialsFile = section.Text(defaults.CredentialsFile);
        var credentials = section.File<OpenIdCredentialsOptions>(credentialsFile);
        var clientId = section.Text(defaults.ClientId, "clientid");
        var clientSecret = section.Secret(defaults.ClientSecret, "clientsecret");
        return new OpenIdProviderOptions
        {
            CredentialsFile = credentialsFile,
            ClientId = credentials?.ClientId ?? clientId,
            ClientSecret = credentials?.ClientSecret ?? clientSecret,
            Issuer = section.Text(defaults.Issuer),
            Scopes = section.Texts(defaults.Scopes),
            Name = section.Text(defaults.Name),
            KeyPath = section.Text(defaults.KeyPath, "keypath"),
            AuthUrl = section.Text(defaults.AuthUrl, "authurl"),
            TokenUrl = section.Text(defaults.TokenUrl, "tokenurl"),
            ClaimMapping = section.Group(defaults.ClaimMapping),
        };
    }
}
