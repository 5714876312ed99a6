using System.Text.RegularExpressions;

namespace Zot.Configuration.Values;

/// <summary>Masks values that must not appear in a log or a message.</summary>
internal static partial class Secrets
{
    /// <summary>The text that replaces a secret.</summary>
    public const string Mask = "******";

    // Names as used by drivers and headers, in lower case and without - and _.
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "accesskey", "accountkey", "apikey", "authorization", "bearer", "connectionstring", "cookie", "credentials",
        "hashkey", "encryptkey", "privatekey", "proxyauthorization", "secret", "secretkey", "sessionhashkey",
        "sessionencryptkey", "sas", "xapikey", "xauth",
    };

    /// <summary>Returns whether a key of a free-form map names a secret.</summary>
    public static bool IsSecretName(string key)
    {
        var name = key.Replace("-", "", StringComparison.Ordinal)
            .Replace("_", "", StringComparison.Ordinal)
            .ToLowerInvariant();
        return Names.Contains(name)
            || name.Contains("password", StringComparison.Ordinal)
            || name.Contains("token", StringComparison.Ordinal)
            || name.EndsWith("secret", StringComparison.Ordinal);
    }

    /// <summary>Returns the text with the credentials in its URLs masked.</summary>
    public static string Hide(string text) => text.Contains("://", StringComparison.Ordinal)
        ? QuerySecret().Replace(UserInfo().Replace(text, $"${{before}}{Mask}@"), $"${{before}}{Mask}")
        : text;

    [GeneratedRegex(@"(?<before>://)[^/?#\s]*@", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    [GeneratedRegex(
        @"(?<before>[?&][^=&#]*(?:password|token|secret|api_?key|sig|signature)=)[^&#\s]*",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex QuerySecret();
}
