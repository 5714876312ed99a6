namespace Zot.Core.Tests.Auth.Htpasswd;

/// <summary>Creates well-formed hashes that match no password.</summary>
internal static class HashTexts
{
    /// <summary>Completes a prefix such as <c>$2y$04</c> or <c>$5$rounds=1000$salt</c>.</summary>
    public static string Complete(string start) => start[1] switch
    {
        '2' => $"{start}${new string('a', 53)}",
        '5' => $"{start}${new string('a', 43)}",
        _ => $"{start}${new string('a', 86)}",
    };
}
