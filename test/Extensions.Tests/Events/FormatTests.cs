#if EXT_EVENTS
using System.Text.Json.Nodes;
using Xunit;
using Zot.Extensions.Events;

namespace Zot.Extensions.Tests.Events;

public sealed class FormatTests
{
    private static readonly NotificationSource Source = new("reg-0:5000", "c0ffee00-1111-4222-8333-444455556666");

    private static readonly string Digest = SomeEvents.Manifest.Digest;

    [Fact]
    public async Task CloudEvent_OverHttp_IsInBinaryMode()
    {
        using var request = new HttpRequestMessage();
        new CloudEventHttpFormat("alpha").Write(SomeEvents.Entry(SomeEvents.Push("id1")), request);

        Assert.Equal(
            ["id1", "zotregistry.dev", "1.0", "zotregistry.image.updated", "2026-03-04T05:06:07.89Z", "alpha", "team/app", "1"],
            new[] { "Ce-Id", "Ce-Source", "Ce-Specversion", "Ce-Type", "Ce-Time", "Ce-Channel", "Ce-Partitionkey", "Ce-Sequence" }
                .Select(name => Assert.Single(request.Headers.GetValues(name))));
        Assert.Equal("application/json", request.Content!.Headers.ContentType!.ToString());
        Assert.Equal(
            $$$"""{"name":"team/app","reference":"1.4.0","digest":"{{{Digest}}}","mediaType":"application/vnd.oci.image.manifest.v1+json","manifest":"{}","actor":{"name":"ci-bot"},"request":{"addr":"192.0.2.10:51234","method":"PUT","useragent":"docker/27.0"}}""",
            await request.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void CloudEvent_InStructuredMode_IsOneObject()
    {
        var json = JsonNode.Parse(CloudEventStructure.Write(SomeEvents.Entry(SomeEvents.Push("id1"))).Span)!;

        Assert.Equal(
            ["specversion", "id", "source", "type", "datacontenttype", "time", "partitionkey", "sequence", "data"],
            json.AsObject().Select(static member => member.Key));
        Assert.Equal("{}", (string)json["data"]!["manifest"]!);
    }

    [Theory]
    [InlineData((int)EventKind.RepositoryCreated, true, false, "zotregistry.repository.created")]
    [InlineData((int)EventKind.ManifestPushed, true, false, "zotregistry.image.updated")]
    [InlineData((int)EventKind.ManifestPushed, false, false, null)]
    [InlineData((int)EventKind.ManifestDeleted, true, false, "zotregistry.image.deleted")]
    [InlineData((int)EventKind.TagDeleted, true, false, "zotregistry.image.deleted")]
    [InlineData((int)EventKind.TagDeleted, true, true, null)]
    [InlineData((int)EventKind.LintFailed, true, false, "zotregistry.image.lint_failed")]
    [InlineData((int)EventKind.BlobPushed, true, false, null)]
    [InlineData((int)EventKind.ManifestPulled, true, false, null)]
    public void CloudEvent_HasZotsType(int kind, bool isChange, bool isImplied, string? type) => Assert.Equal(
        type,
        CloudEventData.TypeOf(SomeEvents.Push("1") with { Kind = (EventKind)kind, IsChange = isChange, IsImplied = isImplied }));

    [Theory]
    [InlineData(0, "\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":1367,\"digest\":\"{0}\",")]
    [InlineData(1, "\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"{0}\",\"size\":1367,")]
    public async Task Notification_OfAPush_IsWhatItsReadersExpect(int generation, string descriptor)
    {
        using var request = new HttpRequestMessage();
        new NotificationFormat((NotificationGeneration)generation, Source).Write(SomeEvents.Entry(SomeEvents.Push("id1")), request);

        Assert.Equal(
            $"application/vnd.docker.distribution.events.v{generation + 1}+json", request.Content!.Headers.ContentType!.ToString());
        Assert.Equal(
            $$"""{"events":[{"id":"id1","timestamp":"2026-03-04T05:06:07.89Z","action":"push","target":{"""
                + string.Format(null, descriptor, Digest)
                + $$$"""
                "length":1367,"repository":"team/app","url":"https://reg.example/v2/team/app/manifests/{{{Digest}}}","tag":"1.4.0"},"request":{"id":"0f1e2d3c-4b5a-4968-8776-655443322110","addr":"192.0.2.10:51234","host":"reg.example","method":"PUT","useragent":"docker/27.0"},"actor":{"name":"ci-bot"},"source":{"addr":"reg-0:5000","instanceID":"c0ffee00-1111-4222-8333-444455556666"}}]}
                """,
            await request.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Notification_ThatIsAskedTo_ListsWhatAManifestPointsTo()
    {
        const string Manifest = """{"config":{"digest":"sha256:c","size":2,"mediaType":"config"},"layers":[{"mediaType":"layer","size":3,"digest":"sha256:l","unknown":1}]}""";
        using var request = new HttpRequestMessage();
        new NotificationFormat(NotificationGeneration.V1, Source, includesReferences: true)
            .Write(SomeEvents.Entry(SomeEvents.Push("id1") with { Manifest = Manifest }), request);

        var json = JsonNode.Parse(await request.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(
            """[{"mediaType":"config","size":2,"digest":"sha256:c"},{"mediaType":"layer","size":3,"digest":"sha256:l"}]""",
            json["events"]![0]!["target"]!["references"]!.ToJsonString());
    }

    [Theory]
    [InlineData((int)EventKind.ManifestDeleted, null, 0, "{\"digest\":\"{0}\",\"repository\":\"team/app\"}")]
    [InlineData((int)EventKind.ManifestDeleted, null, 1, "{\"mediaType\":\"\",\"digest\":\"{0}\",\"size\":0,\"repository\":\"team/app\"}")]
    [InlineData((int)EventKind.TagDeleted, "1.4.0", 0, "{\"repository\":\"team/app\",\"tag\":\"1.4.0\"}")]
    [InlineData((int)EventKind.TagDeleted, "1.4.0", 1, "{\"mediaType\":\"\",\"digest\":\"\",\"size\":0,\"repository\":\"team/app\",\"tag\":\"1.4.0\"}")]
    public async Task Notification_OfADelete_NamesWhatIsGone(int kind, string? tag, int generation, string target)
    {
        using var request = new HttpRequestMessage();
        var deleted = SomeEvents.Push("id1") with { Kind = (EventKind)kind, Tag = tag };
        new NotificationFormat((NotificationGeneration)generation, Source).Write(SomeEvents.Entry(deleted), request);

        var json = JsonNode.Parse(await request.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken))!["events"]![0]!;
        Assert.Equal("delete", (string)json["action"]!);
        Assert.Equal(target.Replace("{0}", Digest, StringComparison.Ordinal), json["target"]!.ToJsonString());
    }
}
#endif
