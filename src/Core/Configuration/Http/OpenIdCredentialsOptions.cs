using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>The content of the file <c>credentialsFile</c> of a provider.</summary>
public sealed record OpenIdCredentialsOptions : ISection<OpenIdCredentialsOptions>
{
    private const string Reference = "failed to load secret file due to unset keys";

    /// <summary>The client id at the provider. Required.</summary>
    public string? ClientId { get; init; }

    /// <summary>The client secret. Required. A secret.</summary>
    public string? ClientSecret { get; init; }

    static OpenIdCredentialsOptions ISection<OpenIdCredentialsOptions>.Read(Section section)
    {
        var defaults = new OpenIdCredentialsOptions();
        return new OpenIdCredentialsOptions
        {
            ClientId = section.Text(defaults.ClientId, "clientid"),
            ClientSecret = section.Secret(defaults.ClientSecret, "clientsecret"),
        };
    }

    void ISection<OpenIdCredentialsOptions>.Check(SectionRules rules)
    {
        rules.Check(ClientId is { Length: > 0 }, ClientId, "must be given", Reference);
        rules.Check(ClientSecret is { Length: > 0 }, value: null, "must be given", Reference, nameof(ClientSecret));
    }
}
