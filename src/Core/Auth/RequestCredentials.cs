using System.Security.Cryptography.X509Certificates;

namespace Zot.Auth;

/// <summary>What a request says of who has sent it. Never written to a log.</summary>
public sealed record RequestCredentials
{
    /// <summary>The header <c>Authorization</c>; <see langword="null"/> without one.</summary>
    public string? Authorization { get; init; }

    /// <summary>The certificate the client has shown, which the authorities of the configuration vouch for.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Whether it comes from the browser interface.</summary>
    public bool IsBrowser { get; init; }

    /// <summary>The ticket of its session, which only the browser interface makes use of; <see langword="null"/> without one.</summary>
    public string? Session { get; init; }

    /// <summary>The address of the client; of an IPv6 address its network.</summary>
    public string Client { get; init; } = "";

    /// <summary>The HTTP method.</summary>
    public string Method { get; init; } = "";

    /// <summary>The path.</summary>
    public string Path { get; init; } = "";
}
