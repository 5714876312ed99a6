using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>The content of the file <c>http.auth.ldap.credentialsFile</c>.</summary>
public sealed record LdapCredentialsOptions : ISection<LdapCredentialsOptions>
{
    private const string Reference = "failed to load secret file due to unset keys";

    /// <summary>The distinguished name of the account that searches. Required.</summary>
    public string? BindDN { get; init; }

    /// <summary>The password of the account. Required. A secret.</summary>
    public string? BindPassword { get; init; }

    static LdapCredentialsOptions ISection<LdapCredentialsOptions>.Read(Section section)
    {
        var defaults = new LdapCredentialsOptions();
        return new LdapCredentialsOptions
        {
            BindDN = section.Text(defaults.BindDN),
            BindPassword = section.Secret(defaults.BindPassword),
        };
    }

    void ISection<LdapCredentialsOptions>.Check(SectionRules rules)
    {
        rules.Check(BindDN is { Length: > 0 }, BindDN, "must be a distinguished name", Reference);
        rules.Check(BindPassword is { Length: > 0 }, value: null, "must be given", Reference, nameof(BindPassword));
    }
}
