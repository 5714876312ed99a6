using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The TLS settings of an endpoint: the section <c>tls</c>.</summary>
public sealed record NotificationTlsOptions : ISection<NotificationTlsOptions>
{
    /// <summary>
    /// A file with the certificate authorities trusted for the endpoint's certificate, PEM. Default: those of the
    /// system.
    /// </summary>
    public string? Ca { get; init; }

    /// <summary>
    /// A file with the client certificate of the registry, PEM; requires <see cref="Key"/>. Default: none.
    /// </summary>
    public string? Cert { get; init; }

    /// <summary>A file with the private key of the client certificate, PEM.</summary>
    public string? Key { get; init; }

    /// <summary>The minimum version of TLS: <c>1.2</c> or <c>1.3</c>. Default: 1.2.</summary>
    public string MinVersion { get; init; } = "1.2";

    static NotificationTlsOptions ISection<NotificationTlsOptions>.Read(Section section)
    {
        var defaults = new NotificationTlsOptions();
        return new NotificationTlsOptions
        {
            Ca = section.Text(defaults.Ca),
            Cert = section.Text(defaults.Cert),
            Key = section.Text(defaults.Key),
            MinVersion = section.Text(defaults.MinVersion),
        };
    }

    void ISection<NotificationTlsOptions>.Check(SectionRules rules)
    {
        rules.Check(MinVersion is "1.2" or "1.3", MinVersion, "must be 1.2 or 1.3");
        rules.Check(Cert is null || Key is not null, Key, "must be given together with cert");
        rules.Check(Key is null || Cert is not null, Cert, "must be given together with key");
    }
}
