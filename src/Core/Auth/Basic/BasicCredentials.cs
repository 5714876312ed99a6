using System.Buffers.Text;
using System.Text;

namespace Zot.Auth.Basic;

/// <summary>The name and the password of a header <c>Authorization</c>.</summary>
/// <remarks>RFC 7617. Never logged.</remarks>
internal readonly struct BasicCredentials
{
    private const string Scheme = "Basic ";

    // Empty name and password in Base64, which some clients send instead of no header.
    private const string EmptyCredentials = "Og==";

    private BasicCredentials(string name, string password) => (Name, Password) = (name, password);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The password.</summary>
    public string Password { get; }

    /// <summary>Returns whether the header contains an empty name and an empty password.</summary>
    public static bool AreEmpty(string header) =>
        header.Length == Scheme.Length + EmptyCredentials.Length
        && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && header.EndsWith(EmptyCredentials, StringComparison.OrdinalIgnoreCase);

    /// <summary>Parses the header; <see langword="false"/> if it has another scheme or cannot be decoded.</summary>
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
