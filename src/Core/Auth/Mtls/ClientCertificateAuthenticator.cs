using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Zot.Configuration;

namespace Zot.Auth.Mtls;

/// <summary>Knows the holder of a client certificate by what the certificate says.</summary>
/// <param name="options">Where the name stands.</param>
/// <remarks>
/// That an authority of the configuration vouches for the certificate was checked when the client connected. It is read
/// once for each connection.
/// </remarks>
public sealed class ClientCertificateAuthenticator(MtlsOptions options) : IAuthenticator
{
    private readonly CertificateNaming _naming = new(options);
    private readonly ConditionalWeakTable<X509Certificate2, Identity> _known = [];

    /// <inheritdoc/>
    public ValueTask<AuthenticationResult> AuthenticateAsync(RequestCredentials credentials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        if (credentials.ClientCertificate is not { } certificate)
        {
            return ValueTask.FromResult(AuthenticationResult.Absent);
        }

        var holder = _known.GetValue(certificate, Identify);
        return ValueTask.FromResult(holder.IsAnonymous ? AuthenticationResult.Refused : AuthenticationResult.Of(holder));
    }

    private Identity Identify(X509Certificate2 certificate) =>
        _naming.NameOf(certificate) is { } name ? new Identity(name, []) : Identity.Anonymous;
}
