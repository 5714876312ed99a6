namespace Zot.Auth;

/// <summary>Who is calling.</summary>
/// <param name="Name">The user name; empty for somebody unknown.</param>
/// <param name="Groups">The groups the user is in.</param>
public sealed record Identity(string Name, IReadOnlyList<string> Groups)
{
    /// <summary>Somebody unknown.</summary>
    public static Identity Anonymous { get; } = new("", []);

    /// <summary>The time from which on the credentials of the caller are not valid; <see langword="null"/> for no end.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Whether it is somebody unknown.</summary>
    public bool IsAnonymous => Name.Length == 0;
}
