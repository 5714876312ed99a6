using System.Text.Json;
using Zot.Configuration.Binding;

namespace Zot.Configuration;

/// <summary>The JSON schema of the configuration, generated from the declarations that also read it.</summary>
public static class ConfigurationSchema
{
    /// <summary>Writes the schema: draft-07, indented by two spaces, with a line break at the end.</summary>
    public static void Write(Stream output)
    {
        var definitions = new SortedDictionary<string, SectionSchema>(StringComparer.Ordinal);
        var root = Describe<ZotOptions>(definitions);
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", "http://json-schema.org/draft-07/schema#");
            writer.WriteString("title", "zot config schema");
            root.WriteMembers(writer);
            writer.WriteStartObject("definitions");
            foreach (var (name, definition) in definitions)
            {
                writer.WriteStartObject(name);
                definition.WriteMembers(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static SectionSchema Describe<T>(SortedDictionary<string, SectionSchema> definitions)
        where T : class, ISection<T> =>
        SectionSchema.Of(T.Read, definitions);
}
