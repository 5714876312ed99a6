using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Zot.Hosting;

/// <summary>How TLS is done with a server, by what lies in PEM files.</summary>
public static class TlsFiles
{
    /// <summary>TLS 1.2 or 1.3.</summary>
    /// <param name="authorities">The authorities the server's certificate may come from; <see langword="null"/> or empty for those of the system.</param>
    /// <param name="certificate">The certificate to show the server; <see langword="null"/> or empty for none.</param>
    /// <param name="key">Its private key.</param>
    /// <exception cref="InvalidDataException">A file holds no certificate.</exception>
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

    /// <summary>Trusts the authorities in a file, and no others.</summary>
    /// <exception cref="InvalidDataException">The file holds no certificate.</exception>
    public static X509ChainPolicy Trusting(string authorities)
    {
        var policy = Offline();
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(ReadAuthorities(authorities));
        return policy;
    }

    /// <summary>
    /// A policy that trusts the authorities of the system and opens no connection: neither to download the certificates that
    /// a certificate names, nor to ask whether one was revoked. The peer chooses those addresses.
    /// </summary>
    public static X509ChainPolicy Offline() => new()
    {
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };

    /// <summary>
    /// Reads a certificate for a server that asks for one, with its key and the intermediate certificates beside it. What is
    /// not in the file is not downloaded.
    /// </summary>
    /// <param name="certificate">The PEM file of the certificate, followed by intermediate certificates.</param>
    /// <param name="key">The PEM file of its private key; may be the same.</param>
    public static SslStreamCertificateContext ReadClientCertificate(string certificate, string key)
    {
        using var pair = X509Certificate2.CreateFromPemFile(certificate, key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificate);
        return SslStreamCertificateContext.Create(
            X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), password: null), chain, offline: true);
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
            throw new InvalidDataException($"{file} is no bundle of PEM certificates", cause);
        }

        return authorities.Count > 0 ? authorities : throw new InvalidDataException($"{file} holds no certificate");
    }
}
