using Zot.Configuration.Binding;
using Zot.Configuration.Storage;
using Zot.Configuration.Values;

namespace Zot.Configuration.Http;

/// <summary>The authentication settings: the section <c>http.auth</c>.</summary>
public sealed record AuthOptions : ISection<AuthOptions>
{
    /// <summary>
    /// The number of seconds by which the response to a failed authentication is delayed. Default: 0.
    /// </summary>
    public int FailDelay { get; init; }

    /// <summary>The users and password hashes of a file. Default: none.</summary>
    public HtpasswdOptions? Htpasswd { get; init; }

    /// <summary>The users and groups of an LDAP directory. Default: none.</summary>
    public LdapOptions? Ldap { get; init; }

    /// <summary>The bearer tokens of external issuers; if set, no other method is requested. Default: none.</summary>
    public BearerOptions? Bearer { get; init; }

    /// <summary>The browser login through an identity provider. Default: none.</summary>
    public OpenIdOptions? OpenId { get; init; }

    /// <summary>
    /// Indicates whether users can create API keys; always with <see cref="OpenId"/>. Default: false.
    /// </summary>
    public bool ApiKey { get; init; }

    /// <summary>
    /// The file with the keys of session cookies. Default: new keys at each start, which end all sessions.
    /// </summary>
    public string? SessionKeysFile { get; init; }

    /// <summary>The content of <see cref="SessionKeysFile"/>.</summary>
    public SessionKeysOptions? SessionKeys { get; init; }

    /// <summary>
    /// The session store: <c>local</c>, or <c>redis</c> with its parameters. Default: stored with the content.
    /// </summary>
    public DriverOptions? SessionDriver { get; init; }

    /// <summary>
    /// Indicates whether cookies are restricted to HTTPS, even without TLS in this process, behind a proxy. Default:
    /// false.
    /// </summary>
    public bool SecureSession { get; init; }

    /// <summary>The mapping of a client certificate to a user. Default: its common name.</summary>
    public MtlsOptions? Mtls { get; init; }

    /// <summary>
    /// Indicates whether clients can authenticate with a user name and a password, or an API key in its place.
    /// </summary>
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
            ApiKey = section.SetEffective("apikey", apiKey || openId is not null),
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

        rules.Check(
            driver.Name.Length > 0,
            driver.Name,
            "must be local or redis",
            "must provide session driver name!",
            "sessionDriver.name");
        rules.Check(
            driver.Name is "" or "local" or "redis", driver.Name, "must be local or redis",
            $"session store driver {driver.Name} is not allowed!", "sessionDriver.name");
        rules.Check(
            driver.Name != "redis" || SessionKeysFile is null or "",
            SessionKeysFile, "must not be set when sessions are kept in redis",
            "session keys not supported when redis session driver is used!");
        if (driver.Name == "redis")
        {
            CacheDriverRules.CheckRedis(driver, rules, "sessionDriver");
        }
    }
}
