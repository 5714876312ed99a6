namespace Zot.Configuration.Values;

/// <summary>Checks URLs of HTTP servers.</summary>
internal static class HttpAddress
{
    /// <summary>Returns whether a text is an absolute http or https URL with a host.</summary>
    public static bool IsValid(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", Host.Length: > 0 };
}
