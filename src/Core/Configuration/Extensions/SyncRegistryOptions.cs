using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>
/// An entry of <c>extensions.sync.registries</c>: an upstream registry, and the content to copy from it.
/// </summary>
public sealed record SyncRegistryOptions : ISection<SyncRegistryOptions>
{
    private const int DefaultReqConcurrent = 3;

    /// <summary>The URL of the registry, followed by those of its mirrors, as <c>https://host</c>. Required.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Indicates whether content is copied when a client requests it. Default: false.</summary>
    public bool OnDemand { get; init; }

    /// <summary>The time from the end of one periodic copy to the start of the next; 0 for none. Default: 0.</summary>
    public TimeSpan PollInterval { get; init; }

    /// <summary>
    /// The content to copy, and its names in this registry. Default: everything on demand, nothing periodically.
    /// </summary>
    public IReadOnlyList<SyncContentOptions> Content { get; init; } = [];

    /// <summary>Indicates whether the registry's certificate is verified. Default: true.</summary>
    public bool TlsVerify { get; init; } = true;

    /// <summary>
    /// A directory with <c>*.crt</c>, the certificate authorities, and <c>*.cert</c> with <c>*.key</c>, the client
    /// certificate. Default: none.
    /// </summary>
    public string? CertDir { get; init; }

    /// <summary>The maximum number of retries of a request; requires <see cref="RetryDelay"/>. Default: 5.</summary>
    public int? MaxRetries { get; init; }

    /// <summary>The delay before the first retry. Default: 100 milliseconds.</summary>
    public TimeSpan? RetryDelay { get; init; }

    /// <summary>
    /// The maximum delay between retries; requires <see cref="RetryDelay"/>. Default: that delay if it is set,
    /// otherwise 30 seconds.
    /// </summary>
    public TimeSpan? MaxRetryDelay { get; init; }

    /// <summary>Indicates whether only signed images are copied. Default: false.</summary>
    public bool OnlySigned { get; init; }

    /// <summary>
    /// Indicates whether tags such as <c>sha256-….sig</c> are copied with their subject. Default: true.
    /// </summary>
    public bool SyncLegacyCosignTags { get; init; } = true;

    /// <summary>
    /// Indicates whether Docker manifests are kept unchanged, and so are their digests; requires <c>http.compat</c>.
    /// Default: false.
    /// </summary>
    public bool PreserveDigest { get; init; }

    /// <summary>
    /// The time for which a tag that was compared is not compared again; on demand only. Default: 0, always compared.
    /// </summary>
    public TimeSpan ManifestCheckInterval { get; init; }

    /// <summary>
    /// The credential helper: <c>ecr</c>, <c>gcp</c> or <c>oauth2</c>. Default: none, the credentials file is used.
    /// </summary>
    public string? CredentialHelper { get; init; }

    /// <summary>The settings of the helper <c>oauth2</c>.</summary>
    public OAuth2CredentialHelperOptions? OAuth2CredentialHelper { get; init; }

    /// <summary>The timeout of a copy on demand. Default: 3 hours.</summary>
    public TimeSpan SyncTimeout { get; init; } = TimeSpan.FromHours(3);

    /// <summary>The maximum time until the registry responds. Default: 30 seconds.</summary>
    public TimeSpan ResponseHeaderTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The maximum number of concurrent requests per host. Default: 3.</summary>
    public int? ReqConcurrent { get; init; }

    /// <summary>The maximum number of requests per second and host. Default: no limit.</summary>
    public double? ReqPerSec { get; init; }

    /// <summary>Indicates whether HTTP/2 is disabled in favor of HTTP/1.1. Default: false.</summary>
    public bool DisableHttp2 { get; init; }

    /// <summary>
    /// The maximum number of idle connections per host. Default: 2, or <see cref="ReqConcurrent"/> with HTTP/1.1.
    /// </summary>
    public int? MaxIdleConnsPerHost { get; init; }

    /// <summary>
    /// The platforms to copy of images with several, such as <c>linux/arm64</c> and <c>linux/arm/v7</c>. Default: all.
    /// </summary>
    public IReadOnlyList<string> Platforms { get; init; } = [];

    /// <summary>The maximum number of bytes received per second and host; 0 for no limit. Default: 0.</summary>
    public long Bandwidth { get; init; }

    /// <summary>The removal of tags that no longer exist in the upstream registry. Default: none.</summary>
    public SyncDeleteMissingOptions? DeleteMissing { get; init; }

    /// <summary>
    /// Indicates whether a client needs the permission <c>create</c> for a request that copies content. Default: false.
    /// </summary>
    public bool RequireCreate { get; init; }

    /// <summary>Indicates whether copied content is limited by quotas. Default: false.</summary>
    public bool ApplyQuota { get; init; }

    /// <summary>
    /// Indicates whether lists of tags include those of the upstream registry; requires <see cref="OnDemand"/>.
    /// Default: false.
    /// </summary>
    public bool MergeTags { get; init; }

    /// <summary>The number of concurrent requests per host, by default 3.</summary>
    public int EffectiveReqConcurrent => ReqConcurrent ?? DefaultReqConcurrent;

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
            Platforms = section.Texts(defaults.Platforms),
            Bandwidth = section.Size(defaults.Bandwidth),
            DeleteMissing = section.Group(defaults.DeleteMissing),
            RequireCreate = section.Flag(defaults.RequireCreate),
            ApplyQuota = section.Flag(defaults.ApplyQuota),
            MergeTags = section.Flag(defaults.MergeTags),
        };
    }

    void ISection<SyncRegistryOptions>.Check(SectionRules rules) => SyncRules.Check(this, rules);
}
