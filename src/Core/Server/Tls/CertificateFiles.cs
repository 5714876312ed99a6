using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Zot.Configuration;

namespace Zot.Server.Tls;

/// <summary>Reads PEM files, and says in one sentence what is wrong with them.</summary>
internal static class CertificateFiles
{
    // RFC 8410, section 3.
    private static readonly string[] EdwardsCurves = ["1.3.101.112", "1.3.101.113"];

    /// <summary>The server's certificate with its key, and the certificates that lead from it to an authority.</summary>
    /// <exception cref="CommandException">A file cannot be read, or the two do not belong together.</exception>
    public static (X509Certificate2 Certificate, X509Certificate2Collection Chain) ReadPair(TlsOptions options)
    {
        var pem = Read("http.tls.cert", options.Cert!);
        var key = Read("http.tls.key", options.Key!);
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(pem);
            if (chain is [var first, ..] && EdwardsCurves.Contains(first.GetKeyAlgorithm()))
            {
                throw new CommandException(
                    $"http.tls.cert is '{options.Cert}', but its key is of the kind Ed25519 or Ed448, which the TLS of .NET cannot use; "
                    + "allowed are ECDSA (P-256, P-384, P-521) and RSA: openssl ecparam -genkey -name prime256v1");
            }

            return (X509Certificate2.CreateFromPem(pem, key), chain);
        }
        catch (Exception cause) when (cause is CryptographicException or ArgumentException)
        {
            throw new CommandException(
                $"http.tls.cert '{options.Cert}' and http.tls.key '{options.Key}' must be a certificate and its private key, "
                + $"PEM, without a passphrase: {cause.Message}",
                cause);
        }
    }

    /// <summary>The authorities whose client certificates are accepted.</summary>
    /// <exception cref="CommandException">The file cannot be read, or has no certificate.</exception>
    public static X509Certificate2Collection ReadAuthorities(string path)
    {
        var pem = Read("http.tls.cacert", path);
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException cause)
        {
            throw new CommandException($"http.tls.cacert is '{path}', but a certificate in it is broken: {cause.Message}", cause);
        }

        return authorities.Count > 0
            ? authorities
            : throw new CommandException($"http.tls.cacert is '{path}', but there is no PEM certificate in it");
    }

    private static string Read(string key, string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{key} is '{path}', but this file cannot be read: {cause.Message}", cause);
        }
    }
}
