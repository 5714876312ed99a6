using System.Text.Json;
using Zot.Client.Commands;
using Zot.Zli.Server;

namespace Zot.Zli.Commands;

/// <summary>The status of a registry.</summary>
/// <param name="Status">The status: online, offline or unknown.</param>
/// <param name="Error">The error; empty without one.</param>
internal sealed record ServerStatus(string Status, string Error)
{
    /// <summary>The version of the distribution specification.</summary>
    public string DistSpecVersion { get; init; } = "";

    /// <summary>The commit of the build.</summary>
    public string Commit { get; init; } = "";

    /// <summary>The extensions of the build, each after a hyphen.</summary>
    public string BinaryType { get; init; } = "";

    /// <summary>The release.</summary>
    public string ReleaseTag { get; init; } = "";

    /// <summary>The members in JSON.</summary>
    public IEnumerable<KeyValuePair<string, string>> Members =>
    [
        new("status", Status),
        new("error", Error),
        new("distSpecVersion", DistSpecVersion),
        new("commit", Commit),
        new("binaryType", BinaryType),
        new("releaseTag", ReleaseTag),
    ];

    /// <summary>The members in YAML, with zot's name of the error.</summary>
    public IEnumerable<KeyValuePair<string, string>> YamlMembers =>
        Members.Select(static member =>
            KeyValuePair.Create(member.Key == "error" ? "errormsg" : member.Key.ToLowerInvariant(), member.Value));

    /// <summary>The status as text.</summary>
    public string Text => TextTable.Clean($"Server Status: {Status}") + "\n" + (Error.Length > 0
        ? TextTable.Clean($"Error: {Error}") + "\n"
        : TextTable.Clean($"Server Version: {ReleaseTag}") + "\n"
            + TextTable.Clean($"Dist Spec Version: {DistSpecVersion}") + "\n"
            + TextTable.Clean($"Built with: {string.Join(", ", BinaryType.Trim('-').Split('-'))}") + "\n");

    /// <summary>Returns the status of a registry that responds.</summary>
    /// <param name="management">The response of the extension <c>mgmt</c>.</param>
    public static ServerStatus Online(JsonElement management) => new("online", "")
    {
        DistSpecVersion = management.TextOf("distSpecVersion"),
        Commit = management.TextOf("commit"),
        BinaryType = management.TextOf("binaryType"),
        ReleaseTag = management.TextOf("releaseTag"),
    };
}
