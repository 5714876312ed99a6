namespace Zot.Auth.Htpasswd;

/// <summary>The lane of a check. Groups are scheduled round robin, and so are the users within a group.</summary>
/// <param name="Client">The address or network of the client; empty if unknown.</param>
/// <param name="User">The name of the user; empty for unknown users.</param>
internal readonly record struct CheckLane(string Client, string User)
{
    /// <summary>The group: the client; checks of unknown users of all clients share one group.</summary>
    public string Group => User.Length == 0 ? "" : $"client {Client}";

    /// <summary>Returns the lane of a check.</summary>
    /// <param name="client">The address or network of the client.</param>
    /// <param name="user">The name of the user; <see langword="null"/> for an unknown user.</param>
    public static CheckLane Of(string client, string? user) => new(client, user ?? "");
}
