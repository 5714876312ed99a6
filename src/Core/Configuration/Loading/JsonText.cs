using System.Text.Json;
using Zot.Configuration.Binding;
using Zot.Configuration.Tree;

namespace Zot.Configuration.Loading;

/// <summary>Parses JSON, without comments and without trailing commas.</summary>
internal static class JsonText
{
    public static ConfigMap Parse(string text, string path, Diagnostics findings)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new ConfigMap();
        }

        try
        {
            using var document = JsonDocument.Parse(text.TrimStart('\uFEFF'));
            return Convert(document.RootElement, path, findings) switch
            {
                ConfigMap map => map,
                ConfigScalar { Kind: ConfigScalarKind.Nothing } => new ConfigMap(),
                var other => throw new ConfigTextException($"the file is {other.Description}, but must be an object"),
            };
        }
        catch (JsonException fault)
        {
            // The message of the library may quote the content of the file.
            throw new ConfigTextException(
                $"the file is not valid JSON: line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}");
        }
    }

    private static ConfigNode Convert(JsonElement element, string path, Diagnostics findings) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => ConvertObject(element, path, findings),
            JsonValueKind.Array =>
                new ConfigList(element.EnumerateArray().Select(item => Convert(item, path, findings))),
            JsonValueKind.String => new ConfigScalar(Text(element.GetString)!),
            JsonValueKind.Number => new ConfigScalar(element.GetRawText(), ConfigScalarKind.Number),
            JsonValueKind.True => ConfigScalar.Of(true),
            JsonValueKind.False => ConfigScalar.Of(false),
            _ => new ConfigScalar("", ConfigScalarKind.Nothing),
        };

    private static ConfigMap ConvertObject(JsonElement element, string path, Diagnostics findings)
    {
        var map = new ConfigMap();
        foreach (var property in element.EnumerateObject())
        {
            var name = Text(() => property.Name)!;
            if (map.Has(name))
            {
                findings.Warn(path, $"contains the key {name} twice; the last one wins");
            }

            map[name] = Convert(property.Value, path, findings);
        }

        return map;
    }

    // Text that is not valid Unicode is detected only when it is decoded.
    private static string? Text(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw new ConfigTextException("the file contains a string that is not valid Unicode: "
                + "an unpaired surrogate escape (\\ud800 to \\udfff)");
        }
    }
}
