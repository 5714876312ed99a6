using System.Globalization;
using System.Text.Json;
using Zot.Registry;

namespace Zot.Http;

/// <summary>What a user asks for with a new API key. All of it may be missing.</summary>
/// <param name="Label">What the user calls it.</param>
/// <param name="Scopes">What the user means it for.</param>
/// <param name="Expires">From when on it is good no more; <see langword="null"/> for never.</param>
internal sealed record ApiKeyRequest(string Label, IReadOnlyList<string> Scopes, DateTimeOffset? Expires)
{
    private static readonly string[] Rfc3339 = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <summary>Reads the body of a request; <see langword="null"/> for what is none, and for a date that is none or past.</summary>
    public static ApiKeyRequest? Parse(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        try
        {
            using var json = LenientJson.Parse(body);
            var root = json.RootElement;
            DateTimeOffset? expires = null;
            if (Text(root, "expirationDate") is { Length: > 0 } date)
            {
                if (!DateTimeOffset.TryParseExact(date, Rfc3339, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
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
            return null; // no JSON, or of another shape
        }
    }

    // RFC 3339 demands one: local time is nobody's here.
    private static bool HasOffset(string date) => date.EndsWith('Z') || date[^6] is '+' or '-';

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
