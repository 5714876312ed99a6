using System.Text.Json.Serialization;
using Zot.Auth.ApiKeys;

namespace Zot.Migration.Zot;

/// <summary>An API key in the JSON format of zot. A time in the year 1 means that there is none.</summary>
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

    /// <summary>Converts to an <see cref="ApiKey"/>.</summary>
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
