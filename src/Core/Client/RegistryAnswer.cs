using System.Net;
using System.Text.Json;
using Zot.Registry;

namespace Zot.Client;

/// <summary>A response of a registry.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The body.</param>
public sealed record RegistryAnswer(HttpStatusCode Status, byte[] Body)
{
    /// <summary>The body as JSON; <see langword="null"/> if it is not JSON.</summary>
    public JsonElement? Json { get; } = Parse(Body);

    /// <summary>
    /// The error message of the registry: <c>errors[0].message</c> of the distribution specification.
    /// </summary>
    public string? Message => Error("message");

    /// <summary>The error code of the registry: <c>errors[0].code</c>.</summary>
    public string? Code => Error("code");

    private string? Error(string name) =>
        Json is { ValueKind: JsonValueKind.Object } json
        && json.TryGetProperty("errors", out var errors)
        && errors is { ValueKind: JsonValueKind.Array }
        && errors.GetArrayLength() > 0
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
