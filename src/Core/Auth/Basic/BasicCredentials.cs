using System.Buffers.Text;
using System.Text;

namespace Zot.Auth.Basic;

/// <summary>A name and a password, as the header <c>Authorization</c> has them.</summary>
/// <remarks>RFC 7617. Never written to a log.</remarks>
internal readonly struct BasicCredentials
{
    private const string Scheme = "Basic ";

    // Neither name nor password, in Base64: what some clients send instead of nothing.
    private const string Nobody = "Og==";

    private BasicCredentials(string name, string password) => (Name, Password) = (name, password);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The password.</summary>
    public string Password { get; }

    /// <summary>Whether the header says nothing.</summary>
    public static bool AreEmpty(string header) =>
        header.Length == Scheme.Length + Nobody.Length
        && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && header.EndsWith(Nobody, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the header; <see langword="false"/> for another scheme, or what cannot be decoded.</summary>
    public static bool TryParse(string header, out BasicCredentials credentials)
    {
        credentials = default;
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var encoded = header.AsSpan(Scheme.Length).Trim(' ');
        if (!Base64.IsValid(encoded, out var length))
        {
            return false;
        }

        var bytes = new byte[length];
        if (!Convert.TryFromBase64Chars(encoded, bytes, out _))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(bytes);
        var colon = text.IndexOf(':');
        if (colon < 0)
        {
            return false;
        }

        credentials = new BasicCredentials(text[..colon], text[(colon + 1)..]);
        return true;
    }
}
