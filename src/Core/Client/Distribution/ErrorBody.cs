using System.Text.Json;
using Zot.Client.Commands;
using Zot.Registry;

namespace Zot.Client.Distribution;

/// <summary>The error in the body of a response, as the distribution specification defines it.</summary>
/// <param name="Code">The error code; <see langword="null"/> without one.</param>
/// <param name="Message">The error message; <see langword="null"/> without one.</param>
/// <param name="Details">The details: strings by name.</param>
internal sealed record ErrorBody(string? Code, string? Message, IReadOnlyDictionary<string, string> Details)
{
    /// <summary>The maximum length of a body; a longer one is not an error of a registry.</summary>
    public const int MaxLength = 64 * 1024;

    private const int MaxTextLength = 1000;
    private const int MaxDetails = 20;

    private static readonly ErrorBody None = new(null, null, new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Parses a body; empty if it is not the error of a registry.</summary>
    /// <remarks>Some registries, zot for one, answer some requests with a single error without a list.</remarks>
    public static ErrorBody Parse(byte[] body)
    {
        try
        {
            using var document = LenientJson.Parse(body);
            var root = document.RootElement;
            var error = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("errors", out var errors)
                ? errors.ValueKind == JsonValueKind.Array ? errors.EnumerateArray().FirstOrDefault() : default
                : root;
            return error.ValueKind != JsonValueKind.Object
                ? None
                : new ErrorBody(Text(error, "code"), Text(error, "message"), ReadDetails(error));
        }
        catch (JsonException)
        {
            return None;
        }
    }

    private static Dictionary<string, string> ReadDetails(JsonElement error)
    {
        var details = new Dictionary<string, string>(StringComparer.Ordinal);
        if (error.TryGetProperty("detail", out var detail) && detail.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in detail.EnumerateObject().Take(MaxDetails))
            {
                if (Text(detail, member.Name) is { } text)
                {
                    details[Shorten(member.Name)] = text;
                }
            }
        }

        return details;
    }

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? Shorten(value.GetString()!)
            : null;

    private static string Shorten(string text) =>
        TextTable.Clean(text.Length <= MaxTextLength
            ? text
            : text[..(char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength)]);
}
