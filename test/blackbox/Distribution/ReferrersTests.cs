using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Distribution;

/// <summary>end-12a, end-12b, and the subject of a pushed manifest.</summary>
public sealed class ReferrersTests(SharedServers servers) : RegistryTest(servers)
{
    private const string Sbom = "application/vnd.example.sbom.v1";
    private const string Signature = "application/vnd.example.signature.v1";

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Referrers_of_a_missing_manifest_are_an_empty_index(string build)
    {
        var client = await ClientAsync(build);
        var digest = Manifest.Image().Digest;

        Assert.Empty(await ReferrersAsync(client, digest));
        await client.PushAsync(Repository, Manifest.Image(), "v1");
        Assert.Empty(await ReferrersAsync(client, digest));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Artifacts_pushed_before_and_after_their_subject_are_listed(string build)
    {
        var client = await ClientAsync(build);
        var subject = Manifest.Image();
        var (early, late) = (Manifest.Artifact(Sbom, subject), Manifest.Artifact(Signature, subject));

        (await client.PushAsync(Repository, early)).ExpectHeader("OCI-Subject", subject.Digest);
        Assert.Single(await ReferrersAsync(client, subject.Digest));
        await client.PushAsync(Repository, subject, "v1");
        (await client.PushAsync(Repository, late, "tagged")).ExpectHeader("OCI-Subject", subject.Digest);

        var referrers = await ReferrersAsync(client, subject.Digest);
        Assert.Equal(new[] { early.Digest, late.Digest }.Order(), Digests(referrers).Order());
        var described = referrers.Single(referrer => referrer.GetProperty("digest").GetString() == early.Digest);
        Assert.Equal(MediaType.Image, described.GetProperty("mediaType").GetString());
        Assert.Equal(early.Content.Length, described.GetProperty("size").GetInt32());
        Assert.Equal(Sbom, described.GetProperty("artifactType").GetString());
        Assert.Equal(
            JsonNode.Parse(early.Content)!["annotations"]!.ToJsonString(),
            described.GetProperty("annotations").GetRawText());
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Push_without_a_subject_returns_no_subject(string build)
    {
        var client = await ClientAsync(build);

        (await client.PushAsync(Repository, Manifest.Image())).ExpectHeader("OCI-Subject", null);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task The_type_of_an_image_without_one_is_that_of_its_config(string build)
    {
        var client = await ClientAsync(build);
        var subject = Manifest.Image();
        var artifact = Manifest.Image(Blob.Random(mediaType: Signature), [Blob.Random()], manifest => manifest["subject"] = subject.Describe());

        await client.PushAsync(Repository, artifact);

        Assert.Equal(Signature, Assert.Single(await ReferrersAsync(client, subject.Digest)).GetProperty("artifactType").GetString());
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Index_is_a_referrer_and_has_an_artifact_type_only_if_declared(string build)
    {
        var client = await ClientAsync(build);
        var subject = Manifest.Index([Manifest.Image()]);
        var typed = Manifest.Index([Manifest.Artifact(Sbom)], index =>
        {
            index["artifactType"] = Sbom;
            index["subject"] = subject.Describe();
        });
        var untyped = Manifest.Index([], index => index["subject"] = subject.Describe());
        await client.PushAsync(Repository, subject, "v1");

        (await client.PushAsync(Repository, typed)).ExpectHeader("OCI-Subject", subject.Digest);
        (await client.PushAsync(Repository, untyped)).ExpectHeader("OCI-Subject", subject.Digest);

        var referrers = await ReferrersAsync(client, subject.Digest);
        Assert.Equal(2, referrers.Length);
        Assert.All(referrers, referrer => Assert.Equal(MediaType.Index, referrer.GetProperty("mediaType").GetString()));
        Assert.Equal(Sbom, Find(referrers, typed).GetProperty("artifactType").GetString());
        Assert.False(Find(referrers, untyped).TryGetProperty("artifactType", out _));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Filter_lists_only_its_type_and_is_reported_as_applied(string build)
    {
        var client = await ClientAsync(build);
        var subject = Manifest.Image();
        var (sbom, signature) = (Manifest.Artifact(Sbom, subject), Manifest.Artifact(Signature, subject));
        await client.PushAsync(Repository, sbom);
        await client.PushAsync(Repository, signature);
        var path = $"/v2/{Repository}/referrers/{subject.Digest}";

        var filtered = (await client.GetAsync($"{path}?artifactType={Sbom}")).Expect(200).ExpectHeader("OCI-Filters-Applied", "artifactType");
        var both = (await client.GetAsync($"{path}?artifactType={Sbom}&artifactType={Signature}")).Expect(200);
        var none = (await client.GetAsync($"{path}?artifactType=text/plain")).Expect(200).ExpectHeader("OCI-Filters-Applied", "artifactType");
        var all = (await client.GetAsync(path)).Expect(200).ExpectHeader("OCI-Filters-Applied", null);

        Assert.Equal([sbom.Digest], Digests(List(filtered)));
        Assert.Equal(2, List(both).Length);
        Assert.Empty(List(none));
        Assert.Equal(2, List(all).Length);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Deleted_artifact_is_not_listed(string build)
    {
        var client = await ClientAsync(build);
        var subject = Manifest.Image();
        var (first, second) = (Manifest.Artifact(Sbom, subject), Manifest.Artifact(Sbom, subject));
        await client.PushAsync(Repository, subject, "v1");
        await client.PushAsync(Repository, first);
        await client.PushAsync(Repository, second, "second");

        (await client.DeleteAsync($"/v2/{Repository}/manifests/{first.Digest}")).Expect(202);

        Assert.Equal([second.Digest], Digests(await ReferrersAsync(client, subject.Digest)));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task An_artifact_with_two_tags_is_listed_once(string build)
    {
        var client = await ClientAsync(build);
        var subject = Manifest.Image();
        var artifact = Manifest.Artifact(Sbom, subject);

        await client.PushAsync(Repository, artifact, "one");
        await client.PushAsync(Repository, artifact, "two");

        Assert.Single(await ReferrersAsync(client, subject.Digest));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Referrers_stay_in_their_repository(string build)
    {
        var client = await ClientAsync(build);
        var subject = Manifest.Image();
        await client.PushAsync(OtherRepository, Manifest.Artifact(Sbom, subject));
        await client.PushAsync(Repository, subject, "v1");

        Assert.Empty(await ReferrersAsync(client, subject.Digest));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task A_subject_may_have_a_sha512(string build)
    {
        var client = await ClientAsync(build);
        var subject = Manifest.Image();
        var digest = Harness.Digests.Sha512(subject.Content);
        var artifact = Manifest.Artifact(Sbom, null, manifest => manifest["subject"] = subject.Describe("sha512"));

        (await client.PushAsync(Repository, artifact)).ExpectHeader("OCI-Subject", digest);

        Assert.Single(await ReferrersAsync(client, digest));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("sha256:totallywrong")]
    [BothBuilds("v1")]
    [BothBuilds("sha512:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_malformed_digest_is_400(string build, string digest)
    {
        var client = await ClientAsync(build);
        await client.PushAsync(Repository, Manifest.Image(), "v1");

        (await client.GetAsync($"/v2/{Repository}/referrers/{digest}")).Expect(400);
    }

    private static JsonElement Find(JsonElement[] referrers, Manifest manifest) =>
        referrers.Single(referrer => referrer.GetProperty("digest").GetString() == manifest.Digest);

    private static string[] Digests(JsonElement[] referrers) =>
        [.. referrers.Select(referrer => referrer.GetProperty("digest").GetString()!)];

    private static JsonElement[] List(Answer answer)
    {
        answer.ExpectHeader("Content-Type", MediaType.Index);
        Assert.Equal(2, answer.Json.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(MediaType.Index, answer.Json.GetProperty("mediaType").GetString());
        return [.. answer.Json.GetProperty("manifests").EnumerateArray()];
    }

    private async Task<JsonElement[]> ReferrersAsync(RegistryClient client, string digest) =>
        List((await client.GetAsync($"/v2/{Repository}/referrers/{digest}")).Expect(200));
}
