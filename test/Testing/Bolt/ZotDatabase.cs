using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Zot.Testing.Bolt;

/// <summary>Builds a <c>meta.db</c> as zot writes it.</summary>
public sealed class ZotDatabase
{
    private readonly Dictionary<string, ProtobufBytes> _repositories = [];
    private readonly Dictionary<string, JsonObject> _users = [];

    public ZotDatabase()
    {
        Content.Bucket("Version").Add("DBVersion", "V1");
        foreach (var bucket in new[] { "ImageMeta", "RepoMeta", "RepoBlobsMeta", "UserData", "UserAPIKeys" })
        {
            Content.Bucket(bucket);
        }

        Content.Bucket("RepoBlobsMeta").Bucket("RepoLastUpdated");
    }

    /// <summary>The content so far.</summary>
    public BoltContent Content { get; } = new();

    /// <summary>Adds the statistics of a manifest.</summary>
    public ZotDatabase AddStatistics(
        string repository, string digest, int downloads = 0, DateTimeOffset? pulled = null, DateTimeOffset? pushed = null, string by = "")
    {
        var known = new ProtobufBytes();
        if (downloads > 0)
        {
            known.Add(1, downloads);
        }

        known.Add(2, pulled).Add(3, pushed);
        return Change(repository, message => message.AddEntry(3, digest, by.Length > 0 ? known.Add(4, by) : known));
    }

    /// <summary>Adds a tag.</summary>
    public ZotDatabase AddTag(string repository, string tag, string digest, DateTimeOffset? tagged) =>
        Change(repository, message => message.AddEntry(
            2, tag, new ProtobufBytes().Add(1, "application/vnd.oci.image.manifest.v1+json").Add(2, digest).Add(3, tagged)));

    /// <summary>Adds the stars and bookmarks of a user.</summary>
    public ZotDatabase AddUser(string user, string[]? stars = null, string[]? bookmarks = null)
    {
        var record = UserOf(user);
        record["StarredRepos"] = stars is null ? null : new JsonArray([.. stars.Select(static name => (JsonNode)name)]);
        record["BookmarkedRepos"] = bookmarks is null ? null : new JsonArray([.. bookmarks.Select(static name => (JsonNode)name)]);
        return Write(user, record);
    }

    /// <summary>Adds an API key.</summary>
    /// <param name="user">The owner of the key.</param>
    /// <param name="key">The key, with its prefix.</param>
    /// <param name="change">Changes the stored record.</param>
    /// <param name="lookedUpFor">The owner in the lookup bucket; <see langword="null"/> to omit that entry.</param>
    public ZotDatabase AddApiKey(string user, string key, Action<JsonObject>? change = null, string? lookedUpFor = "")
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key[4..])));
        var details = new JsonObject
        {
            ["createdAt"] = "2025-03-01T10:20:30.123456789+02:00",
            ["expirationDate"] = "0001-01-01T00:00:00Z",
            ["isExpired"] = false,
            ["creatorUa"] = "curl/8.5",
            ["generatedBy"] = "manual",
            ["lastUsed"] = "0001-01-01T00:00:00Z",
            ["label"] = "ci",
            ["scopes"] = new JsonArray("read", "write"),
            ["uuid"] = string.Create(CultureInfo.InvariantCulture, $"{new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16))}"),
        };
        change?.Invoke(details);
        var record = UserOf(user);
        record["APIKeys"]!.AsObject()[hash] = details;
        if (lookedUpFor is not null)
        {
            Content.Bucket("UserAPIKeys").Add(hash, lookedUpFor.Length > 0 ? lookedUpFor : user);
        }

        return Write(user, record);
    }

    /// <summary>Returns the bytes of the file.</summary>
    public byte[] ToArray() => BoltImage.Of(Content);

    /// <summary>Writes the file into a data directory.</summary>
    public void WriteTo(string directory)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllBytes(Path.Combine(directory, "meta.db"), ToArray());
    }

    private JsonObject UserOf(string user) => _users.TryGetValue(user, out var record)
        ? record
        : _users[user] = new JsonObject { ["StarredRepos"] = null, ["BookmarkedRepos"] = null, ["Groups"] = new JsonArray("dev"), ["APIKeys"] = new JsonObject() };

    private ZotDatabase Write(string user, JsonObject record)
    {
        Content.Bucket("UserData").Add(user, record.ToJsonString());
        return this;
    }

    // Includes fields derived from content, and the entries that zot writes for empty maps.
    private ZotDatabase Change(string repository, Action<ProtobufBytes> change)
    {
        if (!_repositories.TryGetValue(repository, out var message))
        {
            var empty = new ProtobufBytes();
            _repositories[repository] = message = new ProtobufBytes()
                .Add(1, repository).AddEntry(2, "", empty).AddEntry(3, "", empty).AddEntry(4, "", empty).AddEntry(5, "", empty)
                .Add(9, 3).Add(10, 123_456_789_012).Add(12, new ProtobufBytes().Add(1, "amd64").Add(2, "linux"));
        }

        change(message);
        Content.Bucket("RepoMeta").Add(repository, message.ToArray());
        return this;
    }
}
