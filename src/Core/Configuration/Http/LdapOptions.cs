using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>The users and groups of an LDAP directory: the section <c>http.auth.ldap</c>.</summary>
public sealed record LdapOptions : ISection<LdapOptions>
{
    /// <summary>The host of the directory. Required.</summary>
    public string? Address { get; init; }

    /// <summary>The port of the directory; usually 389 or 636. Default: 0, which cannot be reached.</summary>
    public int Port { get; init; }

    /// <summary>The base of the search for users. Required.</summary>
    public string? BaseDN { get; init; }

    /// <summary>The attribute that holds the name of the user. Required.</summary>
    public string? UserAttribute { get; init; }

    /// <summary>An additional filter that a user must match. Default: none.</summary>
    public string? UserFilter { get; init; }

    /// <summary>The attribute that holds the groups of the user, such as <c>memberOf</c>. Default: none.</summary>
    public string? UserGroupAttribute { get; init; }

    /// <summary>
    /// Indicates whether users are searched at any depth, not only directly below the base. Default: false.
    /// </summary>
    public bool SubtreeSearch { get; init; }

    /// <summary>Indicates whether the connection starts without TLS. Default: false.</summary>
    public bool Insecure { get; init; }

    /// <summary>Indicates whether a connection that starts without TLS is upgraded to it. Default: false.</summary>
    public bool StartTls { get; init; }

    /// <summary>Indicates whether the directory's certificate is not verified. Default: false.</summary>
    public bool SkipVerify { get; init; }

    /// <summary>
    /// The certificate authorities trusted for the directory's certificate, PEM. Default: those of the system.
    /// </summary>
    public string? CaCert { get; init; }

    /// <summary>The file with the credentials of the account that searches. Default: anonymous search.</summary>
    public string? CredentialsFile { get; init; }

    /// <summary>The content of <see cref="CredentialsFile"/>.</summary>
    public LdapCredentialsOptions? Credentials { get; init; }

    static LdapOptions ISection<LdapOptions>.Read(Section section)
    {
        var defaults = new LdapOptions();
        var credentialsFile = section.Text(defaults.CredentialsFile);
        return new LdapOptions
        {
            Address = section.Text(defaults.Address),
            Port = section.Port(defaults.Port),
            BaseDN = section.Text(defaults.BaseDN),
            UserAttribute = section.Text(defaults.UserAttribute),
            UserFilter = section.Text(defaults.UserFilter),
            UserGroupAttribute = section.Text(defaults.UserGroupAttribute),
            SubtreeSearch = section.Flag(defaults.SubtreeSearch),
            Insecure = section.Flag(defaults.Insecure),
            StartTls = section.Flag(defaults.StartTls, "startTLS"),
            SkipVerify = section.Flag(defaults.SkipVerify),
            CaCert = section.Text(defaults.CaCert, "cacert"),
            CredentialsFile = credentialsFile,
            Credentials = section.File<LdapCredentialsOptions>(credentialsFile),
        };
    }

    void ISection<LdapOptions>.Check(SectionRules rules)
    {
        const string Reference = "invalid LDAP configuration, missing mandatory key:";
        rules.Check(Address is { Length: > 0 }, Address, "must name the host of the directory", $"{Reference} address");
        rules.Check(
            UserAttribute is { Length: > 0 }, UserAttribute, "must name an attribute", $"{Reference} userAttribute");
        rules.Check(BaseDN is { Length: > 0 }, BaseDN, "must be a distinguished name", $"{Reference} basedn");
        if (Port == 0)
        {
            rules.Warn(nameof(Port), "is not set, and port 0 cannot be reached");
        }
    }
}
