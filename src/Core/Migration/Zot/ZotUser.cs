using System.Text.Json.Serialization;

namespace Zot.Migration.Zot;

/// <summary>
/// A user in the JSON format of zot. Groups are not read: they come from the last OpenID Connect login, and the next
/// login provides them again.
/// </summary>
internal sealed record ZotUser
{
    [JsonPropertyName("StarredRepos")]
    public IReadOnlyList<string>? StarredRepositories { get; init; }

    [JsonPropertyName("BookmarkedRepos")]
    public IReadOnlyList<string>? BookmarkedRepositories { get; init; }

    /// <summary>The API keys, by hash.</summary>
    [JsonPropertyName("APIKeys")]
    public IReadOnlyDictionary<string, ZotApiKey?>? ApiKeys { get; init; }
}
