namespace Zot.Configuration;

/// <summary>An entry of <c>extensions.sync.registries</c>: another registry, and what is copied of it.</summary>
public sealed record SyncRegistryOptions : ISection<SyncRegistryOptions>
{
    /// <summary>The registry, and after it its mirrors, as <c>https://host</c>. Required.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Whether content is copied when a client asks for it. Default: false.</summary>
    public bool OnDemand { get; init; }

    /// <summary>The time from the end of one periodic copy to the next; 0 for none. Default: 0.</summary>
    public TimeSpan PollInterval { get; init; }

    /// <summary>What is copied, and under which names. Default: on demand everything, periodically nothing.</summary>
    public IReadOnlyList<SyncContentOptions> Content { get; init; } = [];

    /// <summary>Whether the registry's certificate is verified. Default: true.</summary>
    public bool TlsVerify { get; init; } = true;

    /// <summary>A folder with <c>*.crt</c>, the authorities, and <c>*.cert</c> with <c>*.key</c>, our certificate. Default: none.</summary>
    public string? CertDir { get; init; }

    /// <summary>How often a request is tried again; needs <see cref="RetryDelay"/>. Default: 5.</summary>
    public int? MaxRetries { get; init; }

    /// <summary>The first pause before another try. Default: 100 milliseconds.</summary>
    public TimeSpan? RetryDelay { get; init; }

    /// <summary>The longest pause; needs <see cref="RetryDelay"/>. Default: that delay when it is given, else 30 seconds.</summary>
    public TimeSpan? MaxRetryDelay { get; init; }

    /// <summary>Whether only signed images are copied. Default: false.</summary>
    public bool OnlySigned { get; init; }

    /// <summary>Whether tags such as <c>sha256-….sig</c> are copied with their subject. Default: true.</summary>
    public bool SyncLegacyCosignTags { get; init; } = true;

    /// <summary>Whether Docker's manifests stay as they are, and so their digests; needs <c>http.compat</c>. Default: false.</summary>
    public bool PreserveDigest { get; init; }

    /// <summary>How long a tag that was compared is not compared again; on demand only. Default: 0, always compared.</summary>
    public TimeSpan ManifestCheckInterval { get; init; }

    /// <summary>Where credentials come from: <c>ecr</c>, <c>gcp</c> or <c>oauth2</c>. Default: the credentials file.</summary>
    public string? CredentialHelper { get; init; }

    /// <summary>How credentials are had by OAuth 2, with the helper <c>oauth2</c>.</summary>
    public OAuth2CredentialHelperOptions? OAuth2CredentialHelper { get; init; }

    /// <summary>How long one copy on demand may take. Default: 3 hours.</summary>
    public TimeSpan SyncTimeout { get; init; } = TimeSpan.FromHours(3);

    /// <summary>How long the registry may take to answer. Default: 30 seconds.</summary>
    public TimeSpan ResponseHeaderTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many requests run at once at one host. Default: 3.</summary>
    public int? ReqConcurrent { get; init; }

    /// <summary>How many requests a host gets in a second. Default: any number.</summary>
    public double? ReqPerSec { get; init; }

    /// <summary>Whether HTTP/1.1 is used. Default: false.</summary>
    public bool DisableHttp2 { get; init; }

    /// <summary>How many connections are kept open to one host. Default: 2, or <see cref="ReqConcurrent"/> over HTTP/1.1.</summary>
    public int? MaxIdleConnsPerHost { get; init; }

    static SyncRegistryOptions ISection<SyncRegistryOptions>.Read(Section section)
    {
        var defaults = new SyncRegistryOptions();
        return new SyncRegistryOptions
        {
            Urls = section.Texts(defaults.Urls),
            OnDemand = section.Flag(defaults.OnDemand),
            PollInterval = section.Duration(defaults.PollInterval),
            Content = section.Groups(defaults.Content),
            TlsVerify = section.Flag(defaults.TlsVerify),
            CertDir = section.Text(defaults.CertDir),
            MaxRetries = section.Number(defaults.MaxRetries),
            RetryDelay = section.Duration(defaults.RetryDelay),
            MaxRetryDelay = section.Duration(defaults.MaxRetryDelay),
            OnlySigned = section.Flag(defaults.OnlySigned),
            SyncLegacyCosignTags = section.Flag(defaults.SyncLegacyCosignTags),
            PreserveDigest = section.Flag(defaults.PreserveDigest),
            ManifestCheckInterval = section.Duration(defaults.ManifestCheckInterval),
            CredentialHelper = section.Text(defaults.CredentialHelper),
            OAuth2CredentialHelper = section.Group(defaults.OAuth2CredentialHelper, "oauth2CredentialHelper"),
            SyncTimeout = section.Duration(defaults.SyncTimeout),
            ResponseHeaderTimeout = section.Duration(defaults.ResponseHeaderTimeout),
            ReqConcurrent = section.Number(defaults.ReqConcurrent),
            ReqPerSec = section.Real(defaults.ReqPerSec),
            DisableHttp2 = section.Flag(defaults.DisableHttp2, "disableHTTP2"),
            MaxIdleConnsPerHost = section.Number(defaults.MaxIdleConnsPerHost),
        };
    }

    void ISection<SyncRegistryOptions>.Check(SectionRules rules) => SyncRules.Check(this, rules);
}
