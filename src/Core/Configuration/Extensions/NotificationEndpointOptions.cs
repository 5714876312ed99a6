using Zot.Configuration.Binding;
using Zot.Configuration.Values;

namespace Zot.Configuration.Extensions;

/// <summary>An entry of <c>notifications.endpoints</c>: a receiver of notifications.</summary>
public sealed record NotificationEndpointOptions : ISection<NotificationEndpointOptions>
{
    /// <summary>The value of <see cref="Compat"/> that selects the behavior of the distribution registry.</summary>
    public const string Upstream = "upstream";

    // Keys that upstream does not have, because their behavior is fixed there.
    private static readonly string[] NotUpstream =
    [
        "extended", "successOn", "retryOn", "followRedirects", "maxAttempts", "maxAge", "maxBackoff", "jitter",
        "maxPendingEvents",
        "maxPendingBytes", "onFull", "ordering", "concurrency", "batch",
    ];

    /// <summary>The unique name of the endpoint in logs and metrics. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// <c>upstream</c> for the exact behavior of the distribution registry: a HEAD request is a pull, 2xx and 3xx are
    /// success, redirects are followed, events are sent one at a time in order, retries are unlimited. Default: the
    /// value of the enclosing block, which is empty by default.
    /// </summary>
    public string Compat { get; init; } = "";

    /// <summary>
    /// The format: <c>distribution.v1</c>, of releases 2.x, or <c>distribution.v2</c>, of releases from 3.0 on.
    /// Default: distribution.v1.
    /// </summary>
    public string Format { get; init; } = "distribution.v1";

    /// <summary>
    /// Indicates whether the members of the format's first draft are included; for distribution.v1. Default: false.
    /// </summary>
    public bool DraftFields { get; init; }

    /// <summary>
    /// Indicates whether events beyond those of the distribution registry are sent: see docs/events.md. Default: false.
    /// </summary>
    public bool Extended { get; init; }

    /// <summary>Indicates whether the endpoint is disabled. Default: false.</summary>
    public bool Disabled { get; init; }

    /// <summary>The URL: http or https, without credentials. Required.</summary>
    public string Url { get; init; } = "";

    /// <summary>Additional request headers, by name. Default: none. Never shown.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The credentials of the registry at the endpoint. Default: none.</summary>
    public NotificationAuthOptions? Auth { get; init; }

    /// <summary>The TLS settings. Default: the certificate authorities of the system, TLS 1.2 or later.</summary>
    public NotificationTlsOptions? Tls { get; init; }

    /// <summary>The proxy, an http URL. Default: the proxy set in the environment.</summary>
    public string? Proxy { get; init; }

    /// <summary>The signing of deliveries, over HTTP. Default: deliveries are not signed.</summary>
    public SigningOptions? Signing { get; init; }

    /// <summary>The timeout of a delivery; zero or less for the default. Default: 1 second.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The number of consecutive failures after which deliveries pause; zero or less for the default. Default: 10.
    /// </summary>
    public int Threshold { get; init; } = 10;

    /// <summary>The length of that pause; zero or less for the default. Default: 1 second.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The status codes that are success: <c>2xx</c> or <c>2xx-3xx</c>. Default: 2xx.</summary>
    public string SuccessOn { get; init; } = "2xx";

    /// <summary>
    /// The status codes that are retried until success: <c>503</c>, <c>5xx</c>. Default: 408, 425, 429, 5xx.
    /// </summary>
    public IReadOnlyList<string> RetryOn { get; init; } = ["408", "425", "429", "5xx"];

    /// <summary>
    /// Indicates whether 307 and 308 redirects are followed; headers and credentials are sent to this host only.
    /// Default: false.
    /// </summary>
    public bool FollowRedirects { get; init; }

    /// <summary>The number of attempts after which an event becomes a dead letter. Default: 0, never.</summary>
    public int MaxAttempts { get; init; }

    /// <summary>The time of retrying after which an event becomes a dead letter. Default: 0s, never.</summary>
    public TimeSpan MaxAge { get; init; }

    /// <summary>
    /// The maximum delay between two attempts, including delays requested by <c>Retry-After</c>. Default: 1 minute.
    /// </summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Indicates whether a delay is randomized, up to its nominal length. Default: true.</summary>
    public bool Jitter { get; init; } = true;

    /// <summary>Media types that are ignored; an older spelling of <c>ignore.mediatypes</c>. Default: none.</summary>
    public IReadOnlyList<string> IgnoredMediaTypes { get; init; } = [];

    /// <summary>The events to send. Default: all.</summary>
    public NotificationFilterOptions Include { get; init; } = new();

    /// <summary>The events to ignore.</summary>
    public NotificationFilterOptions Ignore { get; init; } = new();

    /// <summary>The maximum number of pending events. Default: 0, no limit.</summary>
    public int MaxPendingEvents { get; init; }

    /// <summary>The maximum number of bytes of pending events. Default: 0, no limit.</summary>
    public long MaxPendingBytes { get; init; }

    /// <summary>
    /// The policy when the maximum is pending: <c>shedPulls</c> discards pull events; <c>dropOldest</c> moves the
    /// oldest events to the dead letters; <c>rejectWrites</c> rejects changes to the registry. Default: shedPulls.
    /// </summary>
    public string OnFull { get; init; } = "shedPulls";

    /// <summary>
    /// The scope in which events keep their order: <c>repository</c>, within each repository; <c>endpoint</c>, across
    /// all events; or <c>none</c>. Default: repository.
    /// </summary>
    public string Ordering { get; init; } = "repository";

    /// <summary>The maximum number of concurrent requests. Default: 8.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>The batching of events into requests.</summary>
    public NotificationBatchOptions Batch { get; init; } = new();

    /// <summary>The handling of events that could not be delivered.</summary>
    public NotificationDeadLetterOptions DeadLetter { get; init; } = new();

    /// <summary>
    /// Indicates whether the endpoint receives exactly the notifications of the distribution registry, in the same way.
    /// </summary>
    public bool IsUpstream => Compat == Upstream;

    /// <summary>Declares the keys of an endpoint within a block.</summary>
    internal static NotificationEndpointOptions Read(Section section, string compat)
    {
        var defaults = new NotificationEndpointOptions { Compat = compat };
        return new NotificationEndpointOptions
        {
            Name = section.Text(defaults.Name),
            Compat = section.Text(defaults.Compat),
            Format = section.Text(defaults.Format),
            DraftFields = section.Flag(defaults.DraftFields),
            Extended = section.Flag(defaults.Extended),
            Disabled = section.Flag(defaults.Disabled),
            Url = section.Text(defaults.Url),
            Headers = section.Headers(defaults.Headers),
            Auth = section.Group(defaults.Auth),
            Tls = section.Group(defaults.Tls),
            Proxy = section.Text(defaults.Proxy),
            Signing = section.Group(defaults.Signing),
            Timeout = section.DurationWithUnit(defaults.Timeout) is { Ticks: > 0 } timeout
                ? timeout : section.SetEffective("timeout", defaults.Timeout),
            Threshold = section.Number(defaults.Threshold) is > 0 and var threshold ? threshold : defaults.Threshold,
            Backoff = section.DurationWithUnit(defaults.Backoff) is { Ticks: > 0 } backoff
                ? backoff : section.SetEffective("backoff", defaults.Backoff),
            SuccessOn = section.Text(defaults.SuccessOn),
            RetryOn = section.Texts(defaults.RetryOn),
            FollowRedirects = section.Flag(defaults.FollowRedirects),
            MaxAttempts = section.Number(defaults.MaxAttempts),
            MaxAge = section.DurationWithUnit(defaults.MaxAge),
            MaxBackoff = section.DurationWithUnit(defaults.MaxBackoff),
            Jitter = section.Flag(defaults.Jitter),
            IgnoredMediaTypes = section.Texts(defaults.IgnoredMediaTypes, "ignoredmediatypes"),
            Include = section.Group(defaults.Include),
            Ignore = section.Group(defaults.Ignore),
            MaxPendingEvents = section.Number(defaults.MaxPendingEvents),
            MaxPendingBytes = section.Size(defaults.MaxPendingBytes),
            OnFull = section.Text(defaults.OnFull),
            Ordering = section.Text(defaults.Ordering),
            Concurrency = section.Number(defaults.Concurrency),
            Batch = section.Group(defaults.Batch),
            DeadLetter = section.Group(defaults.DeadLetter),
        };
    }

    static NotificationEndpointOptions ISection<NotificationEndpointOptions>.Read(Section section) =>
        Read(section, compat: "");

    void ISection<NotificationEndpointOptions>.Check(SectionRules rules)
    {
        rules.Check(Name.Length > 0, Name, "must be a name");
        rules.Check(Compat is "" or Upstream, Compat, "must be 'upstream' or empty");
        rules.Check(
            Format is "distribution.v1" or "distribution.v2", Format, "must be distribution.v1 or distribution.v2");
        rules.Check(!DraftFields || Format == "distribution.v1", DraftFields, "needs the format distribution.v1");
        CheckAddresses(rules);
        CheckRetries(rules);
        CheckLimits(rules);
        foreach (var key in NotUpstream.Where(key => IsUpstream && rules.Has(key)))
        {
            rules.Fault(key, "is not allowed with compat: upstream");
        }
    }

    private void CheckAddresses(SectionRules rules)
    {
        rules.Check(HttpAddress.IsValid(Url), Url, "must be an http or https URL");
        rules.Check(Secrets.Hide(Url) == Url, Url, "must not contain credentials; use auth or headers");
        rules.Check(Proxy is null or "" || HttpAddress.IsValid(Proxy), Proxy, "must be an http or https URL");
        rules.Check(
            Tls is null
                || Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)
                || FollowRedirects
                || IsUpstream,
            Url,
            "must be an https URL for tls");
    }

    private void CheckRetries(SectionRules rules)
    {
        rules.Check(SuccessOn is "2xx" or "2xx-3xx", SuccessOn, "must be 2xx or 2xx-3xx");
        rules.CheckEach(RetryOn, StatusPattern.IsValid, "must be a status code such as 503 or 5xx");
        rules.Check(MaxAttempts >= 0, MaxAttempts, "must not be negative");
        rules.Check(MaxAge >= TimeSpan.Zero, MaxAge, "must not be negative");
        rules.Check(MaxBackoff > TimeSpan.Zero, MaxBackoff, "must be positive");
    }

    private void CheckLimits(SectionRules rules)
    {
        rules.Check(MaxPendingEvents >= 0, MaxPendingEvents, "must not be negative");
        rules.Check(MaxPendingBytes >= 0, MaxPendingBytes, "must not be negative");
        rules.Check(
            OnFull is "shedPulls" or "dropOldest" or "rejectWrites",
            OnFull,
            "must be shedPulls, dropOldest or rejectWrites");
        rules.Check(Ordering is "repository" or "endpoint" or "none", Ordering, "must be repository, endpoint or none");
        rules.Check(Concurrency > 0, Concurrency, "must be positive");
    }
}
