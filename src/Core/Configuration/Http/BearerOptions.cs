using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>The bearer tokens of external issuers: the section <c>http.auth.bearer</c>.</summary>
public sealed record BearerOptions : ISection<BearerOptions>
{
    /// <summary>The URL from which clients get a token. Required for Docker tokens.</summary>
    public string? Realm { get; init; }

    /// <summary>The service for which clients request tokens. Required for Docker tokens.</summary>
    public string? Service { get; init; }

    /// <summary>
    /// The key that verifies tokens: a certificate, a public key or a key set, PEM or JWKS. Not allowed with
    /// <see cref="AwsSecretsManager"/>.
    /// </summary>
    public string? Cert { get; init; }

    /// <summary>The keys in AWS Secrets Manager. Default: none.</summary>
    public AwsSecretsManagerOptions? AwsSecretsManager { get; init; }

    /// <summary>The token service to which requests for other services are forwarded. Default: none.</summary>
    public UpstreamTokenEndpointOptions? UpstreamTokenEndpoint { get; init; }

    /// <summary>The issuers of workload identities. Default: none.</summary>
    public IReadOnlyList<BearerOidcOptions> Oidc { get; init; } = [];

    /// <summary>Indicates whether Docker tokens are enabled.</summary>
    public bool HasTokens =>
        Realm is { Length: > 0 }
            && Service is { Length: > 0 }
            && (Cert is { Length: > 0 } || AwsSecretsManager is not null);

    /// <summary>Indicates whether tokens of workloads are accepted.</summary>
    public bool HasOidc =>
        Oidc.Any(static provider => provider.Issuer is { Length: > 0 } && provider.Audiences.Count > 0);

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
            rules.Warn("", "is incomplete and therefore disabled: "
                + "it needs realm, service and cert (or awsSecretsManager), "
                + "or an oidc entry with issuer and audiences");
        }
    }
}
