#if EXT_EVENTS
using System.Text.Json.Nodes;
using Xunit;
using Zot.Extensions.Events.Formats;
using Zot.Extensions.Events.Model;

namespace Zot.Extensions.Tests.Events;

public sealed class FormatTests
{
    private static readonly NotificationSource Source = new("reg-0:5000", "c0ffee00-1111-4222-8333-444455556666");

    private static readonly string Digest = SomeEvents.Manifest.Digest;

    [Fact]
    public async Task CloudEvent_OverHttp_IsInBinaryMode()
    {
        using var request = new HttpRequestMessage();
        new CloudEventHttpFormat("alpha").Write([SomeEvents.Entry(SomeEvents.Push("id1"))], request);

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
    [InlineData((int)EventKind.RepositoryScrubbed, true, false, "zotregistry.repository.scrubbed")]
    [InlineData((int)EventKind.BlobPushed, true, false, null)]
    [InlineData((int)EventKind.ManifestPulled, true, false, null)]
    public void CloudEvent_HasZotsType(int kind, bool isChange, bool isImplied, string? type) => Assert.Equal(
        type,
        CloudEventData.TypeOf(SomeEvents.Push("1") with { Kind = (EventKind)kind, IsChange = isChange, IsImplied = isImplied }));

    [Theory]
    [InlineData(0, "\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":1367,\"digest\":\"{0}\",")]
    [InlineData(1, "\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"{0}\",\"size\":1367,")]
    public async Task Notification_of_a_push_matches_the_upstream_envelope(int generation, string descriptor)
    {
        using var request = new HttpRequestMessage();
        Format((NotificationGeneration)generation).Write([SomeEvents.Entry(SomeEvents.Push("id1"))], request);

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
    public async Task Notification_with_references_lists_the_descriptors_of_the_manifest()
    {
        const string Manifest = """{"config":{"digest":"sha256:c","size":2,"mediaType":"config"},"layers":[{"mediaType":"layer","size":3,"digest":"sha256:l","unknown":1}]}""";
        using var request = new HttpRequestMessage();
        new NotificationFormat(new NotificationFeatures(NotificationGeneration.V1) { References = true }, Source)
            .Write([SomeEvents.Entry(SomeEvents.Push("id1") with { Manifest = Manifest })], request);

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
    public async Task Notification_of_a_delete_names_the_deleted_object(int kind, string? tag, int generation, string target)
    {
        using var request = new HttpRequestMessage();
        var deleted = SomeEvents.Push("id1") with { Kind = (EventKind)kind, Tag = tag };
        Format((NotificationGeneration)generation).Write([SomeEvents.Entry(deleted)], request);

        var json = JsonNode.Parse(await request.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken))!["events"]![0]!;
        Assert.Equal("delete", (string)json["action"]!);
        Assert.Equal(target.Replace("{0}", Digest, StringComparison.Ordinal), json["target"]!.ToJsonString());
    }

    [Fact]
    public async Task Notification_with_draft_fields_has_the_members_of_the_draft()
    {
        var json = await WriteAsync(new NotificationFeatures(NotificationGeneration.V1) { DraftFields = true }, SomeEvents.Push("id1"));

        Assert.Equal(("manifest", "team/app"), ((string?)json["target"]!["type"], (string?)json["target"]!["name"]));
        Assert.Equal(
            """{"name":"ci-bot","addr":"192.0.2.10:51234","host":"reg.example","requestID":"0f1e2d3c-4b5a-4968-8776-655443322110"}""",
            json["actor"]!.ToJsonString());
    }

    [Fact]
    public async Task Extended_notification_has_the_previous_digest_and_the_subject()
    {
        var pushed = SomeEvents.Push("id1") with { Before = "sha256:old", Manifest = """{"subject":{"digest":"sha256:s"}}""" };
        var extended = new NotificationFeatures(NotificationGeneration.V1) { Extended = true };

        var json = await WriteAsync(extended, pushed);
        var created = SomeEvents.Push("id1") with { Kind = EventKind.RepositoryCreated, Tag = null, Target = null };

        Assert.Equal(("sha256:old", "sha256:s"), ((string?)json["target"]!["previousDigest"], (string?)json["target"]!["subject"]));
        Assert.Equal("create", (string?)(await WriteAsync(extended, created))["action"]);
        Assert.True(new NotificationFormat(extended, Source).CanFormat(created));
        Assert.False(Format(NotificationGeneration.V1).CanFormat(created));
    }

    [Theory]
    [InlineData((int)EventKind.BlobPushed)]
    [InlineData((int)EventKind.BlobPulled)]
    [InlineData((int)EventKind.BlobMounted)]
    public async Task Notification_of_a_blob_always_has_the_type_octet_stream(int kind)
    {
        var json = await WriteAsync(new NotificationFeatures(NotificationGeneration.V1), SomeEvents.Push("id1") with { Kind = (EventKind)kind });

        Assert.Equal("application/octet-stream", (string?)json["target"]!["mediaType"]);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Notification_of_a_head_request_is_a_pull_only_with_compat_upstream(bool isUpstream, bool isTold)
    {
        var format = new NotificationFormat(new NotificationFeatures(NotificationGeneration.V1) { IsUpstream = isUpstream }, Source);
        var look = SomeEvents.Push("id1") with { Kind = EventKind.ManifestPulled, Request = SomeEvents.Request with { Method = "HEAD" } };

        Assert.Equal(isTold, format.CanFormat(look));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Notification_of_three_events_is_one_envelope_with_its_headers(int generation)
    {
        using var request = new HttpRequestMessage();
        var events = Enumerable.Range(1, 3).Select(static turn => SomeEvents.Entry(SomeEvents.Push($"id{turn}"), turn)).ToArray();
        events[0] = events[0] with { Missed = 2 };
        Format((NotificationGeneration)generation).Write(events, request);
        var text = await request.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var single = await WriteTextAsync(Format((NotificationGeneration)generation), SomeEvents.Push("id1"));
        var inner = single["{\"events\":[".Length..^2];
        Assert.Equal($"{{\"events\":[{inner},{inner.Replace("id1", "id2", StringComparison.Ordinal)},{inner.Replace("id1", "id3", StringComparison.Ordinal)}]}}", text);
        Assert.Equal("2", Assert.Single(request.Headers.GetValues("Zot-Missed")));
        Assert.False(request.Headers.Contains("Zot-Sequence"));
    }

    [Fact]
    public async Task Notification_with_compat_upstream_has_no_headers_of_zot()
    {
        using var ours = new HttpRequestMessage();
        using var upstreams = new HttpRequestMessage();
        Format(NotificationGeneration.V1).Write([SomeEvents.Entry(SomeEvents.Push("id1"), 7)], ours);
        new NotificationFormat(new NotificationFeatures(NotificationGeneration.V1) { IsUpstream = true }, Source)
            .Write([SomeEvents.Entry(SomeEvents.Push("id1"), 7)], upstreams);

        Assert.Equal("7", Assert.Single(ours.Headers.GetValues("Zot-Sequence")));
        Assert.Empty(upstreams.Headers);
        Assert.Equal(
            await ours.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken),
            await upstreams.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static NotificationFormat Format(NotificationGeneration generation) => new(new NotificationFeatures(generation), Source);

    private static async Task<string> WriteTextAsync(NotificationFormat format, RegistryEvent happened)
    {
        using var request = new HttpRequestMessage();
        format.Write([SomeEvents.Entry(happened)], request);
        return await request.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<JsonNode> WriteAsync(NotificationFeatures features, RegistryEvent happened) =>
        JsonNode.Parse(await WriteTextAsync(new NotificationFormat(features, Source), happened))!["events"]![0]!;
}
#endif
