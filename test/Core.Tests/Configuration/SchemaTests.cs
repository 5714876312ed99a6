using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;
using Zot.Configuration;

namespace Zot.Core.Tests.Configuration;

public sealed class SchemaTests
{
    private static readonly JsonObject Schema = ReadSchema();

    /// <summary>The sections of the configuration, by name.</summary>
    internal static JsonObject Definitions => Schema["definitions"]!.AsObject();

    public static TheoryData<string> Examples { get; } = [.. ExampleTests.Configurations.Where(static file => file.EndsWith(".json", StringComparison.Ordinal))];

    [Fact]
    public void Schema_is_draft_07_without_additional_properties()
    {
        Assert.Equal("http://json-schema.org/draft-07/schema#", (string?)Schema["$schema"]);
        Assert.Equal("zot config schema", (string?)Schema["title"]);
        Assert.All(Schema["definitions"]!.AsObject(), static definition => Assert.False((bool)definition.Value!["additionalProperties"]!));
        Assert.False((bool)Schema["additionalProperties"]!);
    }

    [Theory]
    [InlineData("Storage", "gcDelay", "string")]
    [InlineData("Storage", "gcdelay", "string")]
    [InlineData("Storage", "redirectBlobURL", "boolean")]
    [InlineData("Storage", "storageDriver", "object")]
    [InlineData("SubPath", "gc", "boolean")]
    [InlineData("Http", "externalurl", "string")]
    [InlineData("EventSinkCredentials", "password", "string")]
    [InlineData("SyncRegistry", "reqPerSec", "number")]
    public void Schema_contains_each_key_and_its_lower_case_alias(string definition, string key, string type) =>
        Assert.Equal(type, (string?)Definition(definition)[key]!["type"]);

    [Fact]
    public void Schema_of_a_sub_path_omits_unsupported_keys() => Assert.False(Definition("SubPath").ContainsKey("fastRestart"));

    [Fact]
    public void Every_key_of_the_schema_is_documented()
    {
        var text = File.ReadAllText(Path.Combine(ExampleTests.Root, "docs/configuration.md"));
        var keys = Schema["definitions"]!.AsObject()
            .Select(static definition => definition.Value!["properties"]!.AsObject())
            .Append(Schema["properties"]!.AsObject())
            .SelectMany(static properties => properties.Select(static property => property.Key));

        // A lower-case alias is found wherever its key is.
        Assert.DoesNotContain(keys, key => !text.Contains(key, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Every_reference_of_the_schema_resolves()
    {
        var text = Schema.ToJsonString();
        var references = text.Split("#/definitions/").Skip(1).Select(static rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]).Distinct().ToList();

        Assert.NotEmpty(references);
        Assert.All(references, static name => Assert.True(Schema["definitions"]!.AsObject().ContainsKey(name), name));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_matches_the_schema(string file)
    {
        using var example = JsonDocument.Parse(File.ReadAllText(Path.Combine(ExampleTests.Folder, file)));

        AssertMatches(example.RootElement, Schema, file);
    }

    private static JsonObject Definition(string name) => Schema["definitions"]![name]!["properties"]!.AsObject();

    private static void AssertMatches(JsonElement value, JsonObject schema, string path)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            schema = Schema["definitions"]![reference["#/definitions/".Length..]]!.AsObject();
        }

        if (schema["anyOf"] is JsonArray choices)
        {
            schema = choices.Select(static choice => choice!.AsObject()).First(choice => TypesOf(choice).Contains(TypeOf(value)));
        }

        Assert.True(TypesOf(schema).Contains(TypeOf(value)), $"{path} is {TypeOf(value)}");
        if (value.ValueKind == JsonValueKind.Array)
        {
            Assert.All(value.EnumerateArray(), item => AssertMatches(item, schema["items"]!.AsObject(), $"{path}[]"));
        }

        foreach (var property in value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().ToList() : [])
        {
            if (schema["properties"]?[property.Name] is JsonObject known)
            {
                AssertMatches(property.Value, known, $"{path}.{property.Name}");
            }
            else if (schema["additionalProperties"] is JsonObject any)
            {
                AssertMatches(property.Value, any, $"{path}.{property.Name}");
            }
            else
            {
                Assert.True(schema["additionalProperties"] is null, $"{path}.{property.Name} is not in the schema");
            }
        }
    }

    private static IEnumerable<string> TypesOf(JsonObject schema) =>
        (schema["type"] is JsonArray types ? types.Select(static type => (string)type!) : [(string)schema["type"]!])
        .Select(static type => type == "integer" ? "number" : type);

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        _ => "boolean",
    };

    private static JsonObject ReadSchema()
    {
        using var buffer = new MemoryStream();
        ConfigurationSchema.Write(buffer);
        return JsonNode.Parse(buffer.ToArray())!.AsObject();
    }
}
