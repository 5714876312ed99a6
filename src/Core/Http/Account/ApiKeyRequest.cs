using System.Globalization;
using System.Text.Json;
using Zot.Registry;

namespace Zot.Http.Account;

/// <summary>The request for a new API key. All members are optional.</summary>
/// <param name="Label">The label.</param>
/// <param name="Scopes">The intended scopes.</param>
/// <param name="Expires">The expiration time; <see langword="null"/> for none.</param>
internal sealed record ApiKeyRequest(string Label, IReadOnlyList<string> Scopes, DateTimeOffset? Expires)
{
    private static readonly string[] Rfc3339 = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <summary>
    /// Parses the request body. Returns <see langword="null"/> if it is malformed, or its date is invalid or past.
    /// </summary>
    public static ApiKeyRequest? Parse(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        try
        {
            using var json = LenientJson.Parse(body);
            var root = json.RootElement;
            DateTimeOffset? expires = null;
            if (Text(root, "expirationDate") is { Length: > 0 } date)
            {
                if (!DateTimeOffset.TryParseExact(
                    date, Rfc3339, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
                    || !HasOffset(date)
                    || read <= now)
                {
                    return null;
                }

                expires = read.ToUniversalTime();
            }

            return new ApiKeyRequest(
                Text(root, "label") ?? "",
                root.TryGetProperty("scopes", out var scopes) && scopes.ValueKind != JsonValueKind.Null
                    ? [.. scopes.EnumerateArray().Select(static scope => scope.GetString() ?? "")]
                    : [],
                expires);
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            return null; // not JSON, or a member has the wrong type
        }
    }

    // RFC 3339 requires an offset: local time would be ambiguous.
    private static bool HasOffset(string date) => date.EndsWith('Z') || date[^6] is '+' or '-';

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
