namespace Zot.Configuration;

/// <summary>An entry of <c>notifications.endpoints</c>: somebody who is told.</summary>
public sealed record NotificationEndpointOptions : ISection<NotificationEndpointOptions>
{
    /// <summary>The value of <see cref="Compat"/> that does as the distribution registry does.</summary>
    public const string Upstream = "upstream";

    // What upstream has no word for, and does in a way of its own.
    private static readonly string[] NotUpstream =
    [
        "extended", "successOn", "retryOn", "followRedirects", "maxAttempts", "maxAge", "maxBackoff", "jitter", "maxPendingEvents",
        "maxPendingBytes", "onFull", "ordering", "concurrency", "batch",
    ];

    /// <summary>A name for logs and figures, each used once. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// <c>upstream</c> for exactly what the distribution registry does: a look (HEAD) is a pull, 2xx and 3xx are success, redirects
    /// are followed, one event at a time in order, tried for ever. Default: what the whole block has, which is nothing.
    /// </summary>
    public string Compat { get; init; } = "";

    /// <summary>
    /// The form: <c>distribution.v1</c>, of its releases 2.x, or <c>distribution.v2</c>, of those from 3.0 on. Default:
    /// distribution.v1.
    /// </summary>
    public string Format { get; init; } = "distribution.v1";

    /// <summary>Whether the members of the format's first draft are there, too; for distribution.v1. Default: false.</summary>
    public bool DraftFields { get; init; }

    /// <summary>Whether more is told than the distribution registry knows: see docs/events.md. Default: false.</summary>
    public bool Extended { get; init; }

    /// <summary>Whether nothing is sent. Default: false.</summary>
    public bool Disabled { get; init; }

    /// <summary>Where: an http or https URL without credentials in it. Required.</summary>
    public string Url { get; init; } = "";

    /// <summary>What is sent besides, by name. Default: nothing. Never shown.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Who we are there. Default: nobody.</summary>
    public NotificationAuthOptions? Auth { get; init; }

    /// <summary>How TLS is done. Default: by the system's authorities, 1.2 or newer.</summary>
    public NotificationTlsOptions? Tls { get; init; }

    /// <summary>The proxy, an http URL. Default: the one of the environment.</summary>
    public string? Proxy { get; init; }

    /// <summary>How deliveries are signed, over HTTP. Default: they are not.</summary>
    public SigningOptions? Signing { get; init; }

    /// <summary>How long a delivery may take; zero or less for the default. Default: 1 second.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many failures in a row make a pause; zero or less for the default. Default: 10.</summary>
    public int Threshold { get; init; } = 10;

    /// <summary>How long that pause is; zero or less for the default. Default: 1 second.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Which answers are success: <c>2xx</c> or <c>2xx-3xx</c>. Default: 2xx.</summary>
    public string SuccessOn { get; init; } = "2xx";

    /// <summary>After which answers it is tried again until it is taken: <c>503</c>, <c>5xx</c>. Default: 408, 425, 429, 5xx.</summary>
    public IReadOnlyList<string> RetryOn { get; init; } = ["408", "425", "429", "5xx"];

    /// <summary>Whether 307 and 308 are followed; headers and credentials stay with this host. Default: false.</summary>
    public bool FollowRedirects { get; init; }

    /// <summary>After how many attempts an event is a dead letter. Default: 0, never.</summary>
    public int MaxAttempts { get; init; }

    /// <summary>After what time of trying an event is a dead letter. Default: 0s, never.</summary>
    public TimeSpan MaxAge { get; init; }

    /// <summary>The longest pause between two attempts, also of those that <c>Retry-After</c> asks for. Default: 1 minute.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether a pause is random, up to what it would be. Default: true.</summary>
    public bool Jitter { get; init; } = true;

    /// <summary>Media types of which nothing is told; an older spelling of <c>ignore.mediatypes</c>. Default: none.</summary>
    public IReadOnlyList<string> IgnoredMediaTypes { get; init; } = [];

    /// <summary>What alone is told. Default: everything.</summary>
    public NotificationFilterOptions Include { get; init; } = new();

    /// <summary>What is not told.</summary>
    public NotificationFilterOptions Ignore { get; init; } = new();

    /// <summary>How many events may wait. Default: 0, any number.</summary>
    public int MaxPendingEvents { get; init; }

    /// <summary>How many bytes of events may wait. Default: 0, any number.</summary>
    public long MaxPendingBytes { get; init; }

    /// <summary>
    /// What gives way when as much waits as may: <c>shedPulls</c>, pulls are not told; <c>dropOldest</c>, the oldest become dead
    /// letters; <c>rejectWrites</c>, changes of the registry are refused. Default: shedPulls.
    /// </summary>
    public string OnFull { get; init; } = "shedPulls";

    /// <summary>What keeps its order: <c>repository</c>, each for itself, <c>endpoint</c>, everything, or <c>none</c>. Default: repository.</summary>
    public string Ordering { get; init; } = "repository";

    /// <summary>How many requests may be under way at a time. Default: 8.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>How many events go in one request.</summary>
    public NotificationBatchOptions Batch { get; init; } = new();

    /// <summary>What becomes of events that are not taken.</summary>
    public NotificationDeadLetterOptions DeadLetter { get; init; } = new();

    /// <summary>Whether it is told exactly what, and how, the distribution registry tells.</summary>
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
            Timeout = section.DurationWithUnit(defaults.Timeout) is { Ticks: > 0 } timeout ? timeout : section.Settle("timeout", defaults.Timeout),
            Threshold = section.Number(defaults.Threshold) is > 0 and var threshold ? threshold : defaults.Threshold,
            Backoff = section.DurationWithUnit(defaults.Backoff) is { Ticks: > 0 } backoff ? backoff : section.Settle("backoff", defaults.Backoff),
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

    static NotificationEndpointOptions ISection<NotificationEndpointOptions>.Read(Section section) => Read(section, compat: "");

    void ISection<NotificationEndpointOptions>.Check(SectionRules rules)
    {
        rules.Check(Name.Length > 0, Name, "must be a name");
        rules.Check(Compat is "" or Upstream, Compat, "must be 'upstream' or not there");
        rules.Check(Format is "distribution.v1" or "distribution.v2", Format, "must be distribution.v1 or distribution.v2");
        rules.Check(!DraftFields || Format == "distribution.v1", DraftFields, "needs the format distribution.v1");
        CheckAddresses(rules);
        CheckRetries(rules);
        CheckLimits(rules);
        foreach (var key in NotUpstream.Where(key => IsUpstream && rules.Has(key)))
        {
            rules.Fault(key, "is for endpoints without compat: upstream");
        }
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", Host.Length: > 0 };

    private void CheckAddresses(SectionRules rules)
    {
        rules.Check(IsAddress(Url), Url, "must be an http or https URL");
        rules.Check(Secrets.Hide(Url) == Url, Url, "must not hold credentials; use auth or headers");
        rules.Check(Proxy is null or "" || IsAddress(Proxy), Proxy, "must be an http or https URL");
        rules.Check(Tls is null || Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) || FollowRedirects || IsUpstream, Url, "must be an https URL for tls");
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
        rules.Check(OnFull is "shedPulls" or "dropOldest" or "rejectWrites", OnFull, "must be shedPulls, dropOldest or rejectWrites");
        rules.Check(Ordering is "repository" or "endpoint" or "none", Ordering, "must be repository, endpoint or none");
        rules.Check(Concurrency > 0, Concurrency, "must be positive");
    }
}
