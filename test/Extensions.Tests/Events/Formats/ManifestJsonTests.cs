#if EXT_EVENTS
using System.Text;
using System.Text.Json;
using Xunit;
using Zot.Extensions.Events.Formats;

namespace Zot.Extensions.Tests.Events.Formats;

/// <summary>Tests accepted manifests whose members have unexpected types.</summary>
public sealed class ManifestJsonTests
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    private static readonly string[] Oddities =
    [
        "null", "true", "7", "-1", "\"text\"", "[]", "[null]", "[1,\"a\",{}]", "{}", "{\"digest\":null}", "{\"digest\":7}", "{\"digest\":{}}",
        "{\"digest\":\"\\ud800\"}", "{\"digest\":\"\\udc00\\ud800\"}", "{\"annotations\":{\"a\":\"\\uD83D\"}}", "{\"urls\":[\"\\ud800x\"]}",
        "{\"size\":9223372036854775808}", "{\"mediaType\":null,\"size\":null}", "{\"\\ud800\":1}", "{\"annotations\":{\"\\udbff\":\"\"}}",
    ];

    public static TheoryData<string> Manifests()
    {
        var manifests = new TheoryData<string>(
            "null", "[]", "\"text\"", "7", "", "{", "{\"config\":", "\uFEFF{}", "{}", "\"\\ud800\"",
            string.Concat(Enumerable.Repeat("{\"config\":", 600)) + "1" + new string('}', 600),
            "{\"config\":{\"annotations\":" + new string('[', 400) + new string(']', 400) + "}}",
            "{\"config\":null,\"config\":null}", "{\"layers\":{\"config\":null}}");
        foreach (var member in new[] { "config", "layers", "manifests", "subject" })
        {
            foreach (var oddity in Oddities)
            {
                manifests.Add($$"""{"schemaVersion":2,"{{member}}":{{oddity}}}""");
                manifests.Add($$"""{"schemaVersion":2,"{{member}}":[{{oddity}},{"digest":"sha256:1","size":1}]}""");
            }
        }

        return manifests;
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public async Task Event_of_any_accepted_manifest_can_be_written_in_every_format(string manifest)
    {
        var entry = SomeEvents.Entry(SomeEvents.Push("1") with { Manifest = manifest });
        var source = new NotificationSource("reg-0:5000", "c0ffee00-1111-4222-8333-444455556666");
        foreach (var generation in new[] { NotificationGeneration.V1, NotificationGeneration.V2 })
        {
            var features = new NotificationFeatures(generation) { References = true, DraftFields = true, Extended = true };
            using var request = new HttpRequestMessage();
            new NotificationFormat(features, source).Write([entry], request);
            using var body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), Deep);
            Assert.Equal("1", body.RootElement.GetProperty("events")[0].GetProperty("id").GetString());
        }

        using var binary = new HttpRequestMessage();
        new CloudEventHttpFormat(channel: null).Write([entry], binary);
        using var structured = JsonDocument.Parse(CloudEventStructure.Write(entry), Deep);
        Assert.Equal(manifest, structured.RootElement.GetProperty("data").GetProperty("manifest").GetString());
    }

    [Theory]
    [InlineData("""{"config":null}""", null)]
    [InlineData("""{"config":null,"layers":[null,{"digest":"d1","size":3},7]}""", """[{"size":3,"digest":"d1"}]""")]
    [InlineData("""{"manifests":[{"digest":"\ud800","annotations":{"a":"\ud83d\ude00\udc00"}}]}""", """[{"digest":"\uFFFD","annotations":{"a":"😀\uFFFD"}}]""")]
    public async Task References_omit_members_that_are_not_descriptors(string manifest, string? expected)
    {
        using var request = new HttpRequestMessage();
        new NotificationFormat(new NotificationFeatures(NotificationGeneration.V1) { References = true }, new NotificationSource("", ""))
            .Write([SomeEvents.Entry(SomeEvents.Push("1") with { Manifest = manifest })], request);
        using var body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        var target = body.RootElement.GetProperty("events")[0].GetProperty("target");

        Assert.Equal(expected is not null, target.TryGetProperty("references", out var references));
        if (expected is not null)
        {
            using var wanted = JsonDocument.Parse(Encoding.UTF8.GetBytes(expected));
            Assert.True(JsonElement.DeepEquals(wanted.RootElement, references), references.GetRawText());
        }
    }
}
#endif
