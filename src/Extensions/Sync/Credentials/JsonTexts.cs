#if EXT_SYNC
using System.Globalization;
using System.Text.Json;
using Zot.Registry;

namespace Zot.Extensions.Sync.Credentials;

/// <summary>Reads members of JSON objects from files and servers.</summary>
internal static class JsonTexts
{
    private static readonly TimeSpan MaxLife = TimeSpan.FromDays(1);

    /// <summary>Parses a text.</summary>
    /// <param name="content">The text.</param>
    /// <param name="source">The source, for the error message.</param>
    /// <exception cref="InvalidDataException">The content is not a JSON object.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> content, string source)
    {
        // Without the exception of the parser: its message may contain a part of a secret.
        var document = TryParse(content) ?? throw new InvalidDataException($"{source} is not JSON");
        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        document.Dispose();
        throw new InvalidDataException($"{source} is not a JSON object");
    }

    /// <summary>Finds a text; <see langword="null"/> if it is missing or empty.</summary>
    public static string? Find(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    /// <summary>Returns a text.</summary>
    /// <exception cref="InvalidDataException">It is missing.</exception>
    public static string Require(JsonElement owner, string name, string source) =>
        Find(owner, name) ?? throw new InvalidDataException($"{source} has no {name}");

    /// <summary>Finds a life in seconds, as a number or a text; at most a day.</summary>
    public static TimeSpan? FindLife(JsonElement owner, string name)
    {
        if (!owner.TryGetProperty(name, out var value)
            || value.ValueKind is not (JsonValueKind.Number or JsonValueKind.String))
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, MaxLife.TotalSeconds))
            : null;
    }

    private static JsonDocument? TryParse(ReadOnlyMemory<byte> content)
    {
        try
        {
            return LenientJson.Parse(content);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
#endif
