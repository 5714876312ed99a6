using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Zot.Configuration.Http;

namespace Zot.Auth.Mtls;

/// <summary>Authenticates the holder of a client certificate by a name in the certificate.</summary>
/// <param name="options">The attributes that contain the name.</param>
/// <param name="time">The clock.</param>
/// <remarks>
/// The chain of the certificate to an authority of the configuration was verified when the client connected. The
/// certificate is read once per connection.
/// </remarks>
public sealed class ClientCertificateAuthenticator(MtlsOptions options, TimeProvider time) : IAuthenticator
{
    private readonly CertificateNaming _naming = new(options);
    private readonly ConditionalWeakTable<X509Certificate2, Identity> _known = [];

    /// <inheritdoc/>
    public ValueTask<AuthenticationResult> AuthenticateAsync(
        RequestCredentials credentials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        if (credentials.ClientCertificate is not { } certificate)
        {
            return ValueTask.FromResult(AuthenticationResult.Absent);
        }

        // The connection may outlive the certificate.
        if (time.GetUtcNow().UtcDateTime > certificate.NotAfter.ToUniversalTime())
        {
            return ValueTask.FromResult(AuthenticationResult.Rejected);
        }

        var holder = _known.GetValue(certificate, Identify);
        return ValueTask.FromResult(
            holder.IsAnonymous ? AuthenticationResult.Rejected : AuthenticationResult.Of(holder));
    }

    private Identity Identify(X509Certificate2 certificate) =>
        _naming.NameOf(certificate) is { } name ? new Identity(name, []) : Identity.Anonymous;
}
