using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>The token service for other services: the section <c>http.auth.bearer.upstreamTokenEndpoint</c>.</summary>
public sealed record UpstreamTokenEndpointOptions : ISection<UpstreamTokenEndpointOptions>
{
    /// <summary>
    /// The URL of the token service; https unless <see cref="AllowInsecureHttp"/> is set. Required with
    /// <see cref="Service"/>.
    /// </summary>
    public string? Realm { get; init; }

    /// <summary>The service to request tokens for. Required with <see cref="Realm"/>.</summary>
    public string? Service { get; init; }

    /// <summary>Indicates whether credentials may be sent to the service over plain HTTP. Default: false.</summary>
    public bool AllowInsecureHttp { get; init; }

    static UpstreamTokenEndpointOptions ISection<UpstreamTokenEndpointOptions>.Read(Section section)
    {
        var defaults = new UpstreamTokenEndpointOptions();
        return new UpstreamTokenEndpointOptions
        {
            Realm = section.Text(defaults.Realm),
            Service = section.Text(defaults.Service),
            AllowInsecureHttp = section.Flag(defaults.AllowInsecureHttp),
        };
    }

    void ISection<UpstreamTokenEndpointOptions>.Check(SectionRules rules)
    {
        var realm = Uri.TryCreate(Realm, UriKind.Absolute, out var uri) ? uri : null;
        var isUrl = realm is { Scheme: "http" or "https", Host.Length: > 0 };
        rules.Check(Realm is null or "" || isUrl, Realm, "must be an absolute URL");
        rules.Check(
            !isUrl || realm!.Scheme == "https" || AllowInsecureHttp,
            Realm,
            "must be https unless allowInsecureHttp is set");
        rules.Check(Realm is { Length: > 0 } || Service is null or "", Realm, "must be given together with service");
        rules.Check(Service is { Length: > 0 } || Realm is null or "", Service, "must be given together with realm");
        if (AllowInsecureHttp)
        {
            rules.Warn(nameof(AllowInsecureHttp), "allows credentials to be sent in clear text");
        }
    }
}
