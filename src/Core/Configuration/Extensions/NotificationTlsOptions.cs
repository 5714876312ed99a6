namespace Zot.Configuration;

/// <summary>How TLS is done with an endpoint: the section <c>tls</c>.</summary>
public sealed record NotificationTlsOptions : ISection<NotificationTlsOptions>
{
    /// <summary>A file with the authorities its certificate may be from, PEM. Default: those of the system.</summary>
    public string? Ca { get; init; }

    /// <summary>A file with our certificate, PEM; together with <see cref="Key"/>. Default: none.</summary>
    public string? Cert { get; init; }

    /// <summary>A file with its private key, PEM.</summary>
    public string? Key { get; init; }

    /// <summary>The oldest version of TLS that will do: <c>1.2</c> or <c>1.3</c>. Default: 1.2.</summary>
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
