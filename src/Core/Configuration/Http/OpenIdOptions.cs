using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>The browser login through an identity provider: the section <c>http.auth.openid</c>.</summary>
public sealed record OpenIdOptions : ISection<OpenIdOptions>
{
    /// <summary>
    /// The providers: <c>google</c>, <c>gitlab</c>, <c>github</c> or <c>oidc</c>, at most one of each.
    /// </summary>
    public IReadOnlyDictionary<string, OpenIdProviderOptions> Providers { get; init; } =
        new Dictionary<string, OpenIdProviderOptions>(StringComparer.Ordinal);

    /// <summary>
    /// The origins, in addition to the registry's own, to which a browser may be redirected. Default: none.
    /// </summary>
    public IReadOnlyList<string> CallbackAllowOrigins { get; init; } = [];

    static OpenIdOptions ISection<OpenIdOptions>.Read(Section section)
    {
        var defaults = new OpenIdOptions();
        return new OpenIdOptions
        {
            Providers = section.Map(defaults.Providers),
            CallbackAllowOrigins = section.Texts(defaults.CallbackAllowOrigins),
        };
    }

    void ISection<OpenIdOptions>.Check(SectionRules rules)
    {
        foreach (var (name, provider) in Providers)
        {
            var key = $"{nameof(Providers)}[{name}]";
            if (name is not ("google" or "gitlab" or "github" or "oidc"))
            {
                rules.Fault(
                    key,
                    "is not a supported provider; must be google, gitlab, github or oidc",
                    "unsupported openid/oauth2 provider");
                continue;
            }

            var reference = name == "github"
                ? "OAuth2 provider config requires clientid and scopes parameters"
                : "OpenID provider config requires clientid, issuer and scopes parameters";
            rules.Check(
                provider.ClientId is { Length: > 0 }, provider.ClientId, "must be given", reference, $"{key}.clientid");
            rules.Check(
                name == "github" || provider.Issuer is { Length: > 0 },
                provider.Issuer, "must be the provider's URL", reference, $"{key}.issuer");
            rules.Check(
                provider.Scopes.Count > 0, provider.Scopes, "must name at least one scope", reference, $"{key}.scopes");
            if (provider.CredentialsFile is null or "")
            {
                rules.Warn(
                    key,
                    "has its clientid and clientsecret in the configuration, which is deprecated; use credentialsFile");
            }
        }
    }
}
