using System.Security.Cryptography;
using System.Text;

namespace Zot.Auth.ApiKeys;

/// <summary>The key as its user has it: <c>zak_</c> and 32 digits. Told once, and kept nowhere but as a hash.</summary>
public static class ApiKeySecret
{
    private const string Prefix = "zak_";
    private const int Digits = 32;

    /// <summary>Makes a new one: 122 random bits, as those of a UUID.</summary>
    public static string Create() => Prefix + Guid.NewGuid().ToString("N");

    /// <summary>What is kept of it: the SHA-256 of its digits; <see langword="null"/> for what is no key.</summary>
    /// <remarks>Nobody guesses a key, so that a slow hash would only cost time.</remarks>
    public static string? Hash(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        return password.Length == Prefix.Length + Digits && password.StartsWith(Prefix, StringComparison.Ordinal)
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(password[Prefix.Length..])))
            : null;
    }
}
