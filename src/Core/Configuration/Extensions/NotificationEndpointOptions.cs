namespace Zot.Configuration;

/// <summary>An entry of <c>notifications.endpoints</c>: somebody who is told.</summary>
public sealed record NotificationEndpointOptions : ISection<NotificationEndpointOptions>
{
    /// <summary>A name for logs and figures, each used once. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// The form: <c>distribution.v1</c>, of its releases 2.x, or <c>distribution.v2</c>, of those from 3.0 on. Default:
    /// distribution.v1.
    /// </summary>
    public string Format { get; init; } = "distribution.v1";

    /// <summary>Whether nothing is sent. Default: false.</summary>
    public bool Disabled { get; init; }

    /// <summary>Where: an http or https URL without credentials in it. Required.</summary>
    public string Url { get; init; } = "";

    /// <summary>What is sent besides, by name. Default: nothing. Never shown.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long a delivery may take; zero or less for the default. Default: 1 second.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many failures in a row make a pause; zero or less for the default. Default: 10.</summary>
    public int Threshold { get; init; } = 10;

    /// <summary>How long that pause is; zero or less for the default. Default: 1 second.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Media types of which nothing is told; an older spelling of <c>ignore.mediatypes</c>. Default: none.</summary>
    public IReadOnlyList<string> IgnoredMediaTypes { get; init; } = [];

    /// <summary>What is not told.</summary>
    public NotificationIgnoreOptions Ignore { get; init; } = new();

    /// <summary>How deliveries are signed, over HTTP. Default: they are not.</summary>
    public SigningOptions? Signing { get; init; }

    static NotificationEndpointOptions ISection<NotificationEndpointOptions>.Read(Section section)
    {
        var defaults = new NotificationEndpointOptions();
        return new NotificationEndpointOptions
        {
            Name = section.Text(defaults.Name),
            Format = section.Text(defaults.Format),
            Disabled = section.Flag(defaults.Disabled),
            Url = section.Text(defaults.Url),
            Headers = section.Headers(defaults.Headers),
            Signing = section.Group(defaults.Signing),
            Timeout = section.Duration(defaults.Timeout) is { Ticks: > 0 } timeout ? timeout : section.Settle("timeout", defaults.Timeout),
            Threshold = section.Number(defaults.Threshold) is > 0 and var threshold ? threshold : defaults.Threshold,
            Backoff = section.Duration(defaults.Backoff) is { Ticks: > 0 } backoff ? backoff : section.Settle("backoff", defaults.Backoff),
            IgnoredMediaTypes = section.Texts(defaults.IgnoredMediaTypes, "ignoredmediatypes"),
            Ignore = section.Group(defaults.Ignore),
        };
    }

    void ISection<NotificationEndpointOptions>.Check(SectionRules rules)
    {
        var url = Uri.TryCreate(Url, UriKind.Absolute, out var uri) ? uri : null;
        rules.Check(Name.Length > 0, Name, "must be a name");
        rules.Check(Format is "distribution.v1" or "distribution.v2", Format, "must be distribution.v1 or distribution.v2");
        rules.Check(url is { Scheme: "http" or "https", Host.Length: > 0 }, Url, "must be an http or https URL");
        rules.Check(url is null or { UserInfo: "" }, Url, "must not hold credentials; use headers");
    }
}
