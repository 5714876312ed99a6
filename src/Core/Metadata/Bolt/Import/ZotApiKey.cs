using System.Text.Json.Serialization;
using Zot.Auth.ApiKeys;

namespace Zot.Metadata.Bolt.Import;

/// <summary>What zot keeps of an API key, as JSON. A time in the year 1 is none.</summary>
internal sealed record ZotApiKey
{
    [JsonPropertyName("uuid")]
    public string? Id { get; init; }

    [JsonPropertyName("createdAt")]
    public DateTimeOffset Created { get; init; }

    [JsonPropertyName("expirationDate")]
    public DateTimeOffset Expires { get; init; }

    [JsonPropertyName("isExpired")]
    public bool IsExpired { get; init; }

    [JsonPropertyName("lastUsed")]
    public DateTimeOffset LastUsed { get; init; }

    [JsonPropertyName("creatorUa")]
    public string? CreatorUserAgent { get; init; }

    [JsonPropertyName("label")]
    public string? Label { get; init; }

    [JsonPropertyName("scopes")]
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The key as it is kept here.</summary>
    internal ApiKey ToKey(string user) => new(Id ?? "", user, Created)
    {
        Label = Label ?? "",
        Scopes = Scopes ?? [],
        CreatorUserAgent = CreatorUserAgent ?? "",
        Expires = Known(Expires) ?? (IsExpired ? Created : null),
        LastUsed = Known(LastUsed),
    };

    private static DateTimeOffset? Known(DateTimeOffset time) => time.Year > 1 ? time : null;
}
