using System.Text.Json.Serialization;

namespace Zot.Metadata.Bolt.Import;

/// <summary>What zot keeps of a user, as JSON. Groups are those of the last login with OpenID Connect, and told anew at the next.</summary>
internal sealed record ZotUser
{
    [JsonPropertyName("StarredRepos")]
    public IReadOnlyList<string>? StarredRepositories { get; init; }

    [JsonPropertyName("BookmarkedRepos")]
    public IReadOnlyList<string>? BookmarkedRepositories { get; init; }

    /// <summary>By the hash of the key.</summary>
    [JsonPropertyName("APIKeys")]
    public IReadOnlyDictionary<string, ZotApiKey?>? ApiKeys { get; init; }
}
