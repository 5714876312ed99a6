using Zot.Configuration.Binding;

namespace Zot.Configuration.Exporter;

/// <summary>The registry whose metrics are exported: the section <c>Server</c> of <c>zxp</c>.</summary>
public sealed record ExportedServerOptions : ISection<ExportedServerOptions>
{
    /// <summary>The protocol: http or https. Default: http.</summary>
    public string Protocol { get; init; } = "http";

    /// <summary>The name or address of the registry. Default: localhost.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>The port of the registry. Default: 8080.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>
    /// The certificate authorities trusted for the registry's certificate, PEM. Default: those of the system.
    /// </summary>
    public string? CaCert { get; init; }

    /// <summary>
    /// The user that reads the metrics, listed in <c>http.accessControl.metrics.users</c> of the registry. Default:
    /// anonymous.
    /// </summary>
    public string? Username { get; init; }

    /// <summary>The password of the user.</summary>
    public string? Password { get; init; }

    static ExportedServerOptions ISection<ExportedServerOptions>.Read(Section section)
    {
        var defaults = new ExportedServerOptions();
        return new ExportedServerOptions
        {
            Protocol = section.Text(defaults.Protocol),
            Host = section.Text(defaults.Host),
            Port = section.Port(defaults.Port),
            CaCert = section.Text(defaults.CaCert, "cacert"),
            Username = section.Text(defaults.Username),
            Password = section.Secret(defaults.Password),
        };
    }

    void ISection<ExportedServerOptions>.Check(SectionRules rules)
    {
        rules.Check(Protocol is "http" or "https", Protocol, "must be http or https");
        rules.Check(Uri.CheckHostName(Host) != UriHostNameType.Unknown, Host, "must be a host name or an address");
        rules.Check(Port != 0, Port, "must be from 1 to 65535");
        rules.Check(
            Username is { Length: > 0 } == Password is { Length: > 0 },
            Username, "must be given together with password, or not at all");
    }
}
