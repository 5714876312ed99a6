using System.Security.Cryptography.X509Certificates;

namespace Zot.Auth;

/// <summary>The credentials of a request, and the facts that authenticators need. Never logged.</summary>
public sealed record RequestCredentials
{
    /// <summary>The header <c>Authorization</c>; <see langword="null"/> without one.</summary>
    public string? Authorization { get; init; }

    /// <summary>The client certificate, issued by an authority of the configuration.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Indicates whether the request comes from the browser interface.</summary>
    public bool IsBrowser { get; init; }

    /// <summary>
    /// The session ticket, used for requests of the browser interface only; <see langword="null"/> without one.
    /// </summary>
    public string? Session { get; init; }

    /// <summary>The address of the client; for IPv6, its network.</summary>
    public string Client { get; init; } = "";
}
