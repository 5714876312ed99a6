using System.Net.Http.Headers;
using System.Text;

namespace Zot.Zli.Server;

/// <summary>The registry that a command queries.</summary>
/// <param name="Url">The address of the registry.</param>
/// <param name="VerifiesTls">Indicates whether the certificate of the registry is verified.</param>
/// <param name="User">The credentials, <c>user:password</c>; empty for an anonymous user.</param>
internal sealed record ServerTarget(Uri Url, bool VerifiesTls, string User)
{
    /// <summary>The name of the user; empty for an anonymous user.</summary>
    public string UserName => Separator < 0 ? "" : User[..Separator];

    /// <summary>
    /// The credentials. As in zot, the header is also sent for an anonymous user, with an empty name.
    /// </summary>
    public AuthenticationHeaderValue Credentials =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Separator < 0 ? ":" : User)));

    // A password may contain colons.
    private int Separator => User.IndexOf(':', StringComparison.Ordinal);
}
