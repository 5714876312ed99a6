using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Zot.Configuration.Tree;

namespace Zot.Configuration.Loading;

/// <summary>Writes a tree as JSON, with secrets masked.</summary>
internal static class ConfigJson
{
    public static string Write(ConfigMap tree)
    {
        using var buffer = new MemoryStream();
        using (var writer =
            new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(tree, writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Writes a single value, which may also be a default of the schema.</summary>
    public static void Write(ConfigNode node, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case ConfigMap map:
                writer.WriteStartObject();
                foreach (var (key, value) in map.Entries)
                {
                    writer.WritePropertyName(key);
                    Write(value, writer);
                }

                writer.WriteEndObject();
                break;
            case ConfigList list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            case ConfigScalar scalar:
                Write(scalar, writer);
                break;
            default:
                break;
        }
    }

    private static void Write(ConfigScalar scalar, Utf8JsonWriter writer)
    {
        switch (scalar.Kind)
        {
            case ConfigScalarKind.Flag when !scalar.IsSecret:
                writer.WriteBooleanValue(scalar.Text == "true");
                break;
            case ConfigScalarKind.Number when !scalar.IsSecret
                && decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                writer.WriteNumberValue(number);
                break;
            case ConfigScalarKind.Nothing:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(scalar.Text.Length == 0 ? "" : scalar.Shown);
                break;
        }
    }
}
