namespace Zot.Configuration;

/// <summary>Tokens that somebody else has issued: the section <c>http.auth.bearer</c>.</summary>
public sealed record BearerOptions : ISection<BearerOptions>
{
    /// <summary>Where clients get a token. Required for Docker's tokens.</summary>
    public string? Realm { get; init; }

    /// <summary>The name that tokens are asked for under. Required for Docker's tokens.</summary>
    public string? Service { get; init; }

    /// <summary>What tokens are verified with: a certificate, a public key or a key set, PEM or JWKS. Not with <see cref="AwsSecretsManager"/>.</summary>
    public string? Cert { get; init; }

    /// <summary>Keys in AWS Secrets Manager. Default: none.</summary>
    public AwsSecretsManagerOptions? AwsSecretsManager { get; init; }

    /// <summary>The token service that requests go on to which are not ours. Default: none.</summary>
    public UpstreamTokenEndpointOptions? UpstreamTokenEndpoint { get; init; }

    /// <summary>Issuers of workload identities. Default: none.</summary>
    public IReadOnlyList<BearerOidcOptions> Oidc { get; init; } = [];

    /// <summary>Whether Docker's tokens are asked for.</summary>
    public bool HasTokens =>
        Realm is { Length: > 0 } && Service is { Length: > 0 } && (Cert is { Length: > 0 } || AwsSecretsManager is not null);

    /// <summary>Whether tokens of workloads are accepted.</summary>
    public bool HasOidc => Oidc.Any(static provider => provider.Issuer is { Length: > 0 } && provider.Audiences.Count > 0);

    static BearerOptions ISection<BearerOptions>.Read(Section section)
    {
        var defaults = new BearerOptions();
        return new BearerOptions
        {
            Realm = section.Text(defaults.Realm),
            Service = section.Text(defaults.Service),
            Cert = section.Text(defaults.Cert),
            AwsSecretsManager = section.Group(defaults.AwsSecretsManager),
            UpstreamTokenEndpoint = section.Group(defaults.UpstreamTokenEndpoint),
            Oidc = section.Groups(defaults.Oidc),
        };
    }

    void ISection<BearerOptions>.Check(SectionRules rules)
    {
        rules.Check(
            Cert is null or "" || AwsSecretsManager is null, Cert, "must not be set together with awsSecretsManager",
            "cannot configure both cert and awsSecretsManager for bearer authentication");
        if (!HasTokens && !HasOidc)
        {
            rules.Warn("", "is incomplete and thus off: it needs realm, service and cert (or awsSecretsManager), or an oidc entry with issuer and audiences");
        }
    }
}
