using System.Text.Json.Nodes;
using Xunit;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Core.Tests.Registry;

/// <summary>Manifest members that clients interpret differently.</summary>
public sealed class ManifestMemberTests
{
    private static readonly string Descriptor =
        """{"mediaType":"a/b","digest":"@","size":1,"artifactType":"a/b","annotations":{},"urls":[],"data":"","platform":{"architecture":"a","os":"o","os.version":"1","os.features":[],"variant":"v","features":[]}}""".Replace("@", Some.Digest("x").ToString(), StringComparison.Ordinal);

    /// <summary>
    /// Gets manifests with every specified member, once for each member: the media type, the JSON and the path.
    /// </summary>
    public static TheoryData<string, string, string> Members
    {
        get
        {
            TheoryData<string, string, string> members = [];
            var image = With("""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","artifactType":"a/b","config":@,"layers":[@],"subject":@,"annotations":{}}""");
            var index = With("""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","artifactType":"a/b","manifests":[@],"subject":@,"annotations":{}}""");
            foreach (var (mediaType, json) in new[] { (MediaTypes.OciManifest, image), (MediaTypes.OciIndex, index) })
            {
                foreach (var path in Paths(JsonNode.Parse(json)!))
                {
                    members.Add(mediaType, json, path);
                }
            }

            return members;
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Member_repeated_in_any_letter_case_is_rejected(string mediaType, string json, string path)
    {
        Manifest.ParsePushed(mediaType, Some.Bytes(json));

        foreach (var second in Spellings(NameOf(path)).Prepend(NameOf(path)))
        {
            AssertRejected(mediaType, Insert(json, path, second, after: true));
            AssertRejected(mediaType, Insert(json, path, second, after: false));
        }
    }

    [Theory]
    [InlineData("""{"os":"linux","architecture":"arm","variant":"v7"}""", "linux", "arm", "v7")]
    [InlineData("""{"os":5,"architecture":null,"variant":[]}""", null, null, null)]
    [InlineData("""{"OS":"linux"}""", "linux", null, null)]
    [InlineData("{}", null, null, null)]
    public void Platform_of_an_entry_is_read(string json, string? os, string? architecture, string? variant)
    {
        var manifest = Manifest.Parse(MediaTypes.OciIndex, Some.Bytes(Index(json)));

        Assert.Equal(new DescriptorPlatform(os, architecture, variant), Assert.Single(manifest.Manifests).Platform);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"linux\"")]
    public void Platform_of_another_form_is_ignored(string json) =>
        Assert.Null(Assert.Single(Manifest.Parse(MediaTypes.OciIndex, Some.Bytes(Index(json))).Manifests).Platform);

    [Theory]
    [MemberData(nameof(Members))]
    public void Pushed_member_in_another_letter_case_is_rejected(string mediaType, string json, string path)
    {
        foreach (var other in Spellings(NameOf(path)))
        {
            var content = Some.Bytes(Rename(json, path, other));

            Assert.Equal(RegistryError.ManifestInvalid, Assert.Throws<RegistryException>(() => Manifest.ParsePushed(mediaType, content)).Error);
        }
    }

    [Theory]
    [InlineData("Subject")]
    [InlineData("SUBJECT")]
    [InlineData("\u017Fubject")]
    [InlineData("\\u0053ubject")]
    public void Stored_member_in_another_letter_case_is_read_as_in_Go(string name)
    {
        var manifest = Manifest.Parse(MediaTypes.OciIndex, Some.Bytes(With($"{{\"schemaVersion\":2,\"manifests\":[],\"{name}\":@}}")));

        Assert.Equal(Some.Digest("x"), manifest.Subject!.Digest);
    }

    [Fact]
    public void Escaped_member_name_is_unescaped() =>
        Assert.NotNull(Manifest.ParsePushed(
            MediaTypes.OciIndex, Some.Bytes(With("""{"schemaVersion":2,"manifests":[],"\u0073ubject":@}"""))).Subject);

    [Theory]
    [InlineData("layers")]
    [InlineData("Layers")]
    [InlineData("config")]
    public void Index_with_image_members_in_any_letter_case_is_rejected(string name) =>
        AssertRejected(MediaTypes.OciIndex, $"{{\"schemaVersion\":2,\"manifests\":[],\"{name}\":[]}}");

    [Theory]
    [InlineData("a/b\n")]
    [InlineData("a/b\r")]
    [InlineData("a/b\r\n")]
    [InlineData("a/b\0")]
    [InlineData("a/b ")]
    [InlineData("a/b;c=d")]
    [InlineData("a/é")]
    [InlineData("\na/b")]
    public void Media_type_that_is_unsafe_in_a_header_is_rejected(string mediaType)
    {
        var descriptor = new Descriptor(mediaType, Some.Digest("x"), 1);

        Assert.False(MediaTypes.IsWellFormed(mediaType));
        AssertRejected(MediaTypes.OciManifest, Some.Image(layers: [descriptor]));
        AssertRejected(MediaTypes.OciManifest, Some.Image(config: descriptor));
        AssertRejected(MediaTypes.OciManifest, Some.Image(subject: descriptor));
        AssertRejected(MediaTypes.OciManifest, Some.Image(artifactType: mediaType));
        AssertRejected(MediaTypes.OciIndex, Some.Index([descriptor]));
    }

    private static string With(string json) => json.Replace("@", Descriptor, StringComparison.Ordinal);

    private static void AssertRejected(string mediaType, string json) => AssertRejected(mediaType, Some.Bytes(json));

    private static void AssertRejected(string mediaType, byte[] content) =>
        Assert.Equal(RegistryError.ManifestInvalid, Assert.Throws<RegistryException>(() => Manifest.Parse(mediaType, content)).Error);

    private static IEnumerable<string> Spellings(string name)
    {
        yield return name.ToUpperInvariant();
        yield return char.ToUpperInvariant(name[0]) + name[1..];
        yield return name[..^1] + char.ToUpperInvariant(name[^1]);
        if (name.Contains('s'))
        {
            yield return name.Replace('s', '\u017F');
        }
    }

    private static IEnumerable<string> Paths(JsonNode node, string path = "") => node switch
    {
        JsonObject owner => owner.SelectMany(member =>
            Paths(member.Value!, $"{path}/{member.Key}").Prepend($"{path}/{member.Key}")),
        JsonArray list => list.SelectMany((item, index) => Paths(item!, $"{path}/{index}")),
        _ => [],
    };

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static string Index(string platform) =>
        $$"""{"schemaVersion":2,"manifests":[{"mediaType":"a/b","digest":"{{Some.Digest("x")}}","size":1,"platform":{{platform}}}]}""";

    private static string Rename(string json, string path, string name) =>
        Write(JsonNode.Parse(json)!, "", path, value => [(name, value)]);

    private static string Insert(string json, string path, string name, bool after) =>
        Write(JsonNode.Parse(json)!, "", path, value => after ? [(NameOf(path), value), (name, value)] : [(name, value), (NameOf(path), value)]);

    // Written by hand, since a JsonObject cannot have duplicate names.
    private static string Write(JsonNode node, string here, string path, Func<string, (string Name, string Value)[]> members) => node switch
    {
        JsonObject owner => $"{{{string.Join(',', owner.SelectMany(member =>
        {
            var at = $"{here}/{member.Key}";
            var value = Write(member.Value!, at, path, members);
            return at == path ? members(value) : [(member.Key, value)];
        }).Select(static member => $"\"{member.Name}\":{member.Value}"))}}}",
        JsonArray list => $"[{string.Join(',', list.Select((item, index) => Write(item!, $"{here}/{index}", path, members)))}]",
        _ => node.ToJsonString(),
    };
}
