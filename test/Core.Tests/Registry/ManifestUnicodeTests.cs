using System.Text;
using System.Text.Json;
using Xunit;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Core.Tests.Registry;

/// <summary>Invalid Unicode in manifests, which registries written in Go accept.</summary>
public sealed class ManifestUnicodeTests
{
    /// <summary>
    /// Gets invalid Unicode texts, as the bytes between the quotes of a JSON string, with the text that Go reads.
    /// </summary>
    public static TheoryData<byte[], string> Texts => new()
    {
        { [0xFF], "\uFFFD" },
        { [0xC3], "\uFFFD" },
        { [0xE2, 0x82], "\uFFFD\uFFFD" },
        { [0xED, 0xA0, 0x80], "\uFFFD\uFFFD\uFFFD" },
        { [0xF0, 0x9F, 0x98, (byte)'a'], "\uFFFD\uFFFD\uFFFDa" },
        { [0xC0, 0x80], "\uFFFD\uFFFD" },
        { Encoding.ASCII.GetBytes(@"\ud800"), "\uFFFD" },
        { Encoding.ASCII.GetBytes(@"\uDFFFa"), "\uFFFDa" },
        { Encoding.ASCII.GetBytes(@"\ud800\u0041"), "\uFFFDA" },
        { Encoding.ASCII.GetBytes(@"\ud800\ud800"), "\uFFFD\uFFFD" },
        { Encoding.ASCII.GetBytes(@"\ud83d\ude00\udc00"), "\U0001F600\uFFFD" },
        { Encoding.ASCII.GetBytes(@"\\ud800\ud800"), @"\ud800" + "\uFFFD" },
    };

    /// <summary>Gets manifests with a text at <c>@</c>, and whether registries written in Go accept it there.</summary>
    public static TheoryData<string, string, bool> Manifests
    {
        get
        {
            const string Image = MediaTypes.OciManifest;
            const string Index = MediaTypes.OciIndex;
            const string Docker = MediaTypes.DockerManifest;
            return new()
            {
                { Image, Text("""'annotations':{'a':'@'},"""), true },
                { Image, Text("""'annotations':{'@':'a'},"""), true },
                { Image, Text("""'@':'a',"""), true },
                { Image, Text("""'a':['@'],"""), true },
                { Image, Text("""'artifactType':'@',"""), false },
                { Image, Text("""'mediaType':'@',"""), false },
                { Image, Text("""'subject':{'mediaType':'@','digest':'D','size':2},"""), false },
                { Image, Text("""'subject':{'mediaType':'a/b','digest':'@','size':2},"""), false },
                { Image, Text("""'subject':{'mediaType':'a/b','digest':'D','size':2,'artifactType':'@'},"""), false },
                { Image, Text("""'subject':{'mediaType':'a/b','digest':'D','size':2,'annotations':{'@':'@'}},"""), true },
                { Image, Text("""'subject':{'mediaType':'a/b','digest':'D','size':2,'urls':['@'],'@':1},"""), true },
                { Docker, Text("""'annotations':{'a':'@'},"""), true },
                { Index, """{'schemaVersion':2,'manifests':[],'annotations':{'a':'@'}}""", true },
                { Index, """{'schemaVersion':2,'manifests':[{'mediaType':'@','digest':'D','size':2}]}""", false },
                { Index, """{'schemaVersion':2,'manifests':[{'mediaType':'a/b','digest':'D','size':2,'platform':{'os':'@','@':'a'}}]}""", true },
            };

            static string Text(string members) =>
                $$"""{{{members}}'schemaVersion':2,'config':{'mediaType':'a/b','digest':'D','size':2},'layers':[]}""";
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Invalid_Unicode_is_read_as_in_Go(byte[] text, string expected)
    {
        using var document = LenientJson.Parse((byte[])[.. "{\"a\":\""u8, .. text, .. "\",\""u8, .. text, .. "\":\"\u00e9\\n\"}"u8]);

        Assert.Equal(expected, document.RootElement.GetProperty("a").GetString());
        Assert.Equal("\u00e9\n", document.RootElement.GetProperty(expected).GetString());
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Manifest_with_invalid_Unicode_is_read_or_rejected_as_invalid(string mediaType, string json, bool isRead)
    {
        foreach (var text in Texts.Select(static row => row.Data.Item1))
        {
            var content = Content(json, text);
            if (isRead)
            {
                Manifest.ParsePushed(mediaType, content);
            }
            else
            {
                Assert.Equal(RegistryError.ManifestInvalid, Assert.Throws<RegistryException>(() => Manifest.ParsePushed(mediaType, content)).Error);
            }
        }
    }

    [Fact]
    public void Valid_JSON_is_not_copied()
    {
        var content = Some.Bytes("""{"a":"\u0041 é \ufffd"}""");

        Assert.True(LenientJson.Repair(content).Span == content.AsSpan());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("\"\\")]
    [InlineData("\"\\ud8")]
    [InlineData("\u00ff{}")]
    public void Invalid_JSON_is_rejected(string text) =>
        Assert.ThrowsAny<JsonException>(() => LenientJson.Parse(Encoding.Latin1.GetBytes(text)));

    [Fact]
    public void Error_about_a_long_name_is_short_and_valid_Unicode()
    {
        foreach (var length in (int[])[150, 180, 181, 182, 5000])
        {
            var name = string.Concat(Enumerable.Repeat("\U0001F600", length));
            var refusal = Assert.Throws<RegistryException>(() => Manifest.Parse(
                MediaTypes.OciIndex, Some.Bytes($"{{\"schemaVersion\":2,\"manifests\":[],\"annotations\":{{\"{name}\":1}}}}")));

            Assert.InRange(refusal.Message.Length, 1, 1000);
            Assert.DoesNotContain("\uFFFD", Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(refusal.Message)), StringComparison.Ordinal);
        }
    }

    private static byte[] Content(string json, byte[] text)
    {
        var parts = json.Replace('\'', '"').Replace("\"D\"", $"\"{Some.Digest("x")}\"", StringComparison.Ordinal).Split('@');
        return [.. parts.SelectMany((part, index) => index == 0 ? Encoding.UTF8.GetBytes(part) : [.. text, .. Encoding.UTF8.GetBytes(part)])];
    }
}
