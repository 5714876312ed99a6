using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Zot.Client.Commands;
using Zot.Configuration.Http;

namespace Zot.Server.Tls;

/// <summary>Reads PEM files and reports their errors in one sentence.</summary>
internal static class CertificateFiles
{
    // RFC 8410, section 3.
    private static readonly string[] EdwardsCurves = ["1.3.101.112", "1.3.101.113"];

    /// <summary>Reads the server certificate with its private key, and its chain.</summary>
    /// <exception cref="CommandException">A file cannot be read, or certificate and key do not match.</exception>
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
                    $"http.tls.cert is '{options.Cert}', but its key type is Ed25519 or Ed448, "
                        + "which TLS in .NET does not support; "
                    + "use ECDSA (P-256, P-384, P-521) or RSA: openssl ecparam -genkey -name prime256v1");
            }

            return (X509Certificate2.CreateFromPem(pem, key), chain);
        }
        catch (Exception cause) when (cause is CryptographicException or ArgumentException)
        {
            throw new CommandException(
                $"http.tls.cert '{options.Cert}' and http.tls.key '{options.Key}' must be a certificate and "
                    + "its private key, "
                + $"PEM, without a passphrase: {cause.Message}",
                cause);
        }
    }

    /// <summary>Reads the authorities that issue client certificates.</summary>
    /// <exception cref="CommandException">The file cannot be read, or contains no certificate.</exception>
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
            throw new CommandException(
                $"http.tls.cacert is '{path}', but it contains an invalid certificate: {cause.Message}", cause);
        }

        return authorities.Count > 0
            ? authorities
            : throw new CommandException($"http.tls.cacert is '{path}', but it contains no PEM certificate");
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
