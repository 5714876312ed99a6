namespace Zot.Configuration;

/// <summary>Users and groups in a directory: the section <c>http.auth.ldap</c>.</summary>
public sealed record LdapOptions : ISection<LdapOptions>
{
    /// <summary>The host of the directory. Required.</summary>
    public string? Address { get; init; }

    /// <summary>Its port. Default: 0, which reaches nobody; 389 and 636 are the usual ones.</summary>
    public int Port { get; init; }

    /// <summary>Where users are searched. Required.</summary>
    public string? BaseDN { get; init; }

    /// <summary>The attribute that holds the user's name. Required.</summary>
    public string? UserAttribute { get; init; }

    /// <summary>A filter that a user must match besides. Default: none.</summary>
    public string? UserFilter { get; init; }

    /// <summary>The attribute that holds the user's groups, as <c>memberOf</c>. Default: none.</summary>
    public string? UserGroupAttribute { get; init; }

    /// <summary>Whether users are searched at any depth, and not only right below the base. Default: false.</summary>
    public bool SubtreeSearch { get; init; }

    /// <summary>Whether the connection starts without TLS. Default: false.</summary>
    public bool Insecure { get; init; }

    /// <summary>Whether a connection that started without TLS changes to it. Default: false.</summary>
    public bool StartTls { get; init; }

    /// <summary>Whether the directory's certificate is taken on trust. Default: false.</summary>
    public bool SkipVerify { get; init; }

    /// <summary>The authorities the directory's certificate may be from, PEM. Default: those of the system.</summary>
    public string? CaCert { get; init; }

    /// <summary>The file with the account that searches. Default: the search is anonymous.</summary>
    public string? CredentialsFile { get; init; }

    /// <summary>What stands in <see cref="CredentialsFile"/>.</summary>
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
        rules.Check(UserAttribute is { Length: > 0 }, UserAttribute, "must name an attribute", $"{Reference} userAttribute");
        rules.Check(BaseDN is { Length: > 0 }, BaseDN, "must be a distinguished name", $"{Reference} basedn");
        if (Port == 0)
        {
            rules.Warn(nameof(Port), "is not set, and nothing answers at port 0");
        }
    }
}
