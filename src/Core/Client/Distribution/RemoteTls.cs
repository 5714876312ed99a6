namespace Zot.Client.Distribution;

/// <summary>The TLS options for a registry.</summary>
public sealed record RemoteTls
{
    /// <summary>The PEM file of the trusted authorities; <see langword="null"/> for those of the system.</summary>
    public string? Authorities { get; init; }

    /// <summary>The PEM file of the client certificate; <see langword="null"/> for none.</summary>
    public string? Certificate { get; init; }

    /// <summary>The PEM file of the private key; <see langword="null"/> if the certificate file contains it.</summary>
    public string? Key { get; init; }

    /// <summary>Indicates whether any certificate of the registry is accepted. Default: false.</summary>
    public bool SkipsVerification { get; init; }
}
