using System.Net;
using System.Text.Json;
using Zot.Registry;

namespace Zot.Hosting;

/// <summary>What a registry has answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body.</param>
public sealed record RegistryAnswer(HttpStatusCode Status, byte[] Body)
{
    /// <summary>The body as JSON; <see langword="null"/> when it is none.</summary>
    public JsonElement? Json { get; } = Parse(Body);

    /// <summary>What went wrong, in the registry's words: <c>errors[0].message</c> of the distribution specification.</summary>
    public string? Message => Error("message");

    /// <summary>What went wrong, in a word.</summary>
    public string? Code => Error("code");

    private string? Error(string name) =>
        Json is { ValueKind: JsonValueKind.Object } json
        && json.TryGetProperty("errors", out var errors) && errors is { ValueKind: JsonValueKind.Array } && errors.GetArrayLength() > 0
        && errors[0] is { ValueKind: JsonValueKind.Object } first && first.TryGetProperty(name, out var text)
            ? text.ToString()
            : null;

    private static JsonElement? Parse(byte[] body)
    {
        try
        {
            using var document = LenientJson.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
