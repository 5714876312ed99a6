namespace Zot.Core.Tests.Auth.Htpasswd;

/// <summary>Hashes that no password has, by what they begin with.</summary>
internal static class HashTexts
{
    /// <summary>Completes <c>$2y$04</c>, <c>$5$rounds=1000$salt</c> or the like.</summary>
    public static string Complete(string start) => start[1] switch
    {
        '2' => $"{start}${new string('a', 53)}",
        '5' => $"{start}${new string('a', 43)}",
        _ => $"{start}${new string('a', 86)}",
    };
}
