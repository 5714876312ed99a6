using System.Security.Cryptography;
using System.Text;

namespace Zot.Auth.ApiKeys;

/// <summary>
/// The secret of an API key: <c>zak_</c> and 32 hexadecimal digits. Returned once, and stored only as a hash.
/// </summary>
public static class ApiKeySecret
{
    private const string Prefix = "zak_";
    private const int Digits = 32;

    /// <summary>Creates a secret with the 122 random bits of a UUID.</summary>
    public static string Create() => Prefix + Guid.NewGuid().ToString("N");

    /// <summary>
    /// Returns the stored form of a secret, the SHA-256 of its digits; <see langword="null"/> if it is not an API key.
    /// </summary>
    /// <remarks>A key cannot be guessed, so a slow hash would only cost time.</remarks>
    public static string? Hash(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        return password.Length == Prefix.Length + Digits && password.StartsWith(Prefix, StringComparison.Ordinal)
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(password[Prefix.Length..])))
            : null;
    }
}
