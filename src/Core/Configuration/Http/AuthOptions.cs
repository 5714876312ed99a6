namespace Zot.Configuration;

/// <summary>Who may be who: the section <c>http.auth</c>.</summary>
public sealed record AuthOptions : ISection<AuthOptions>
{
    /// <summary>How many seconds a refusal is held back. Default: 0.</summary>
    public int FailDelay { get; init; }

    /// <summary>Users and password hashes in a file. Default: none.</summary>
    public HtpasswdOptions? Htpasswd { get; init; }

    /// <summary>Users and groups in a directory. Default: none.</summary>
    public LdapOptions? Ldap { get; init; }

    /// <summary>Tokens that somebody else has issued; with these, nothing else is asked. Default: none.</summary>
    public BearerOptions? Bearer { get; init; }

    /// <summary>Logins by a browser at an identity provider. Default: none.</summary>
    public OpenIdOptions? OpenId { get; init; }

    /// <summary>Whether users may make API keys; always with <see cref="OpenId"/>. Default: false.</summary>
    public bool ApiKey { get; init; }

    /// <summary>The file with the keys of session cookies. Default: new ones at each start, which ends all sessions.</summary>
    public string? SessionKeysFile { get; init; }

    /// <summary>What stands in <see cref="SessionKeysFile"/>.</summary>
    public SessionKeysOptions? SessionKeys { get; init; }

    /// <summary>Where sessions are kept: <c>local</c> or <c>redis</c> with its parameters. Default: with the content.</summary>
    public DriverOptions? SessionDriver { get; init; }

    /// <summary>Whether cookies are for HTTPS alone, also without TLS here, behind a proxy. Default: false.</summary>
    public bool SecureSession { get; init; }

    /// <summary>Who the holder of a client certificate is. Default: its common name.</summary>
    public MtlsOptions? Mtls { get; init; }

    /// <summary>Whether a user name and a password, or a key in its place, can be given.</summary>
    public bool HasBasic =>
        Htpasswd is { Path.Length: > 0 } || Ldap is not null || OpenId is { Providers.Count: > 0 } || ApiKey;

    static AuthOptions ISection<AuthOptions>.Read(Section section)
    {
        var defaults = new AuthOptions();
        var sessionKeysFile = section.Text(defaults.SessionKeysFile);
        var openId = section.Group(defaults.OpenId, "openid");
        var apiKey = section.Flag(defaults.ApiKey, "apikey");
        return new AuthOptions
        {
            FailDelay = section.Number(defaults.FailDelay),
            Htpasswd = section.Group(defaults.Htpasswd),
            Ldap = section.Group(defaults.Ldap),
            Bearer = section.Group(defaults.Bearer),
            OpenId = openId,
            ApiKey = section.Settle("apikey", apiKey || openId is not null),
            SessionKeysFile = sessionKeysFile,
            SessionKeys = section.File<SessionKeysOptions>(sessionKeysFile),
            SessionDriver = section.Driver(defaults.SessionDriver),
            SecureSession = section.Flag(defaults.SecureSession),
            Mtls = section.Group(defaults.Mtls),
        };
    }

    void ISection<AuthOptions>.Check(SectionRules rules)
    {
        rules.Check(FailDelay >= 0, FailDelay, "must not be negative");
        if (SessionDriver is not { } driver)
        {
            return;
        }

        rules.Check(driver.Name.Length > 0, driver.Name, "must be local or redis", "must provide session driver name!", "sessionDriver.name");
        rules.Check(
            driver.Name is "" or "local" or "redis", driver.Name, "must be local or redis",
            $"session store driver {driver.Name} is not allowed!", "sessionDriver.name");
        rules.Check(
            driver.Name != "redis" || SessionKeysFile is null or "", SessionKeysFile, "must not be set when sessions are kept in redis",
            "session keys not supported when redis session driver is used!");
        if (driver.Name == "redis")
        {
            CacheDriverRules.CheckRedis(driver, rules, "sessionDriver");
        }
    }
}
