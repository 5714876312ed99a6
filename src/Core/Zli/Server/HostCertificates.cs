using System.Net.Security;
using System.Security.Cryptography;
using Zot.Client;
using Zot.Client.Commands;

namespace Zot.Zli.Server;

/// <summary>The directories with certificates for hosts, as of other container tools.</summary>
/// <param name="Directories">The directories, <c>certs.d</c>; the first with all files of a host applies.</param>
internal sealed record HostCertificates(IReadOnlyList<string> Directories)
{
    private const string Certificate = "client.cert";
    private const string Key = "client.key";
    private const string Authorities = "ca.crt";

    /// <summary>Creates the TLS options for a registry.</summary>
    /// <exception cref="CommandException">A certificate cannot be read.</exception>
    public SslClientAuthenticationOptions OptionsFor(ServerTarget target)
    {
        try
        {
            var options = FindDirectory(target.Url) is { } directory
                ? TlsFiles.Read(
                    Path.Combine(directory, Authorities),
                    Path.Combine(directory, Certificate), Path.Combine(directory, Key))
                : TlsFiles.Read(authorities: null, certificate: null, key: null);
            if (!target.VerifiesTls)
            {
                TlsFiles.AcceptAnyServer(options);
            }

            return options;
        }
        catch (Exception cause)
            when (cause is InvalidDataException or IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CommandException($"failed to read a certificate: {cause.Message}", cause);
        }
    }

    // The port is part of the name if the address contains it.
    private string? FindDirectory(Uri url) => Directories
        .Select(directory => Path.Combine(directory, url.IsDefaultPort ? url.Host : $"{url.Host}:{url.Port}"))
        .FirstOrDefault(static directory =>
            new[] { Certificate, Key, Authorities }.All(file => File.Exists(Path.Combine(directory, file))));
}
