namespace Zot.Auth;

/// <summary>The identity of a caller.</summary>
/// <param name="Name">The user name; empty for an anonymous caller.</param>
/// <param name="Groups">The groups of the user.</param>
public sealed record Identity(string Name, IReadOnlyList<string> Groups)
{
    /// <summary>The identity of anonymous callers.</summary>
    public static Identity Anonymous { get; } = new("", []);

    /// <summary>
    /// The time at which the credentials of the caller expire; <see langword="null"/> if they do not expire.
    /// </summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Indicates whether the caller is anonymous.</summary>
    public bool IsAnonymous => Name.Length == 0;
}
