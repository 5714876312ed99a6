namespace Zot.Configuration;

/// <summary>An entry of <c>http.auth.openid.providers</c>.</summary>
public sealed record OpenIdProviderOptions : ISection<OpenIdProviderOptions>
{
    /// <summary>The file with <c>clientid</c> and <c>clientsecret</c>, which win over those given here. Default: none.</summary>
    public string? CredentialsFile { get; init; }

    /// <summary>The name we have at the provider. Required, here or in the file.</summary>
    public string? ClientId { get; init; }

    /// <summary>Our password there. Default: none. A secret.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The provider's URL. Required, but for GitHub.</summary>
    public string? Issuer { get; init; }

    /// <summary>What to ask the provider for. Required.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The name that users see. Default: none.</summary>
    public string? Name { get; init; }

    /// <summary>The private key that we prove ourselves with, in the place of a password. Default: none.</summary>
    public string? KeyPath { get; init; }

    /// <summary>Where users log in, for GitHub Enterprise. Default: github.com.</summary>
    public string? AuthUrl { get; init; }

    /// <summary>Where tokens are, for GitHub Enterprise. Default: github.com.</summary>
    public string? TokenUrl { get; init; }

    /// <summary>Which claims are the user and the groups.</summary>
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
