using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Zot.Client;

/// <summary>Creates TLS client options from PEM files.</summary>
public static class TlsFiles
{
    /// <summary>Creates options for TLS 1.2 and 1.3.</summary>
    /// <param name="authorities">
    /// The trusted certificate authorities; <see langword="null"/> or empty for those of the system.
    /// </param>
    /// <param name="certificate">The client certificate; <see langword="null"/> or empty for none.</param>
    /// <param name="key">The private key of the client certificate.</param>
    /// <exception cref="InvalidDataException">A file contains no certificate.</exception>
    public static SslClientAuthenticationOptions Read(string? authorities, string? certificate, string? key)
    {
        var options = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = authorities is { Length: > 0 } ? Trusting(authorities) : Offline(),
        };
        if (certificate is { Length: > 0 } && key is { Length: > 0 })
        {
            options.ClientCertificateContext = ReadClientCertificate(certificate, key);
        }

        return options;
    }

    /// <summary>Makes a client accept any certificate of a server, for users who ask for it.</summary>
    [SuppressMessage(
        "Security",
        "CA5359:Do Not Disable Certificate Validation",
        Justification = "The user disables the verification for one registry.")]
    public static void AcceptAnyServer(SslClientAuthenticationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
    }

    /// <summary>Creates a policy that trusts only the authorities in a file.</summary>
    /// <exception cref="InvalidDataException">The file contains no certificate.</exception>
    public static X509ChainPolicy Trusting(string authorities)
    {
        var policy = Offline();
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(ReadAuthorities(authorities));
        return policy;
    }

    /// <summary>
    /// Creates a policy that trusts the authorities of the system and opens no connections, neither to download
    /// intermediate certificates nor to check revocation: the peer chooses those addresses.
    /// </summary>
    public static X509ChainPolicy Offline() => new()
    {
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };

    /// <summary>
    /// Reads a client certificate with its private key and intermediate certificates. Intermediates that are not in the
    /// file are not downloaded.
    /// </summary>
    /// <param name="certificate">The PEM file of the certificate, followed by intermediate certificates.</param>
    /// <param name="key">The PEM file of the private key; may be the same.</param>
    public static SslStreamCertificateContext ReadClientCertificate(string certificate, string key)
    {
        using var pair = X509Certificate2.CreateFromPemFile(certificate, key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificate);
        return SslStreamCertificateContext.Create(
            X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), password: null),
            chain,
            offline: true);
    }

    private static X509Certificate2Collection ReadAuthorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (CryptographicException cause)
        {
            throw new InvalidDataException($"{file} is not a PEM certificate bundle", cause);
        }

        return authorities.Count > 0 ? authorities : throw new InvalidDataException($"{file} contains no certificate");
    }
}
