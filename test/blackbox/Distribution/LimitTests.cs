using System.Text.Json.Nodes;

namespace Zot.BlackBox.Distribution;

/// <summary>Requests rejected by configured limits: the number of repositories, quotas, and immutable tags.</summary>
public sealed class LimitTests
{
    private const int Quota = 100_000;

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task First_manifest_above_maxRepos_is_rejected(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, static (options, _) => options["storage"]!["maxRepos"] = 1);
        await zot.Client.PushAsync("one", Manifest.Image(), "v1");
        var image = Manifest.Image();
        await zot.Client.PushContentAsync("two", image);

        var refused = await zot.Client.PutManifestAsync("two", "v1", image);

        refused.ExpectError(429, "TOOMANYREQUESTS", "limit");
        await zot.Client.PushAsync("one", image, "v2");
        await zot.StopAsync();
        await zot.StartAgainAsync();
        (await zot.Client.PutManifestAsync("two", "v1", image)).Expect(429);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Bytes_above_a_quota_are_rejected(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, Limit);
        var digest = await zot.Client.PushBlobAsync("team/app", Blob.Random(Quota - 100).Content);
        var more = Blob.Random(200).Content;

        var monolithic = await zot.Client.PostAsync(
            $"/v2/team/tool/blobs/uploads/?digest={Digests.Sha256(more)}", more, ("Content-Type", MediaType.OctetStream));
        monolithic.ExpectError(429, "DENIED", "quota");
        var detail = monolithic.Json.GetProperty("errors")[0].GetProperty("detail");
        Assert.Equal("team/**", detail.GetProperty("quota").GetString());
        Assert.Contains($"{Quota - 100} of {Quota} bytes are used", detail.GetProperty("reason").GetString(), StringComparison.Ordinal);
        (await zot.Client.PatchChunkAsync(await zot.Client.StartUploadAsync("team/tool"), 0, more)).ExpectError(429, "DENIED", "quota");
        (await zot.Client.SendStreamAsync("PATCH", await zot.Client.StartUploadAsync("team/tool"), more)).ExpectError(429, "DENIED", "quota");
        (await zot.Client.PostAsync($"/v2/team/tool/blobs/uploads/?mount={digest}&from=team/app")).ExpectError(429, "DENIED", "quota");
        await zot.Client.PushBlobAsync("other/app", more);

        (await zot.Client.DeleteAsync($"/v2/team/app/blobs/{digest}")).Expect(202);
        await zot.Client.PushBlobAsync("team/tool", more);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Quota_counts_content_and_owners_after_a_restart(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, static (options, folder) =>
        {
            File.WriteAllText(Path.Combine(folder, "users"), Htpasswd.Alice + "\n" + Htpasswd.Bob);
            options["http"]!["auth"] = new JsonObject { ["htpasswd"] = new JsonObject { ["path"] = Path.Combine(folder, "users") } };
            options["storage"]!["quotas"] = new JsonArray(new JsonObject { ["user"] = "alice", ["maxBytes"] = Quota });
        });
        using var alice = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wonderland"));
        using var bob = new RegistryClient(zot.Address, Htpasswd.Basic("bob", "builder"));
        await alice.PushBlobAsync("hers", Blob.Random(Quota - 100).Content);
        await zot.StopAsync();
        await zot.StartAgainAsync();
        var more = Blob.Random(200).Content;

        // The repository belongs to its creator, whichever user pushes to it.
        (await bob.FinishUploadAsync(await bob.StartUploadAsync("hers"), Digests.Sha256(more), more)).ExpectError(429, "DENIED", "quota");

        await bob.PushBlobAsync("his", more);
        await Eventually.TrueAsync(
            async () => (await alice.FinishUploadAsync(await alice.StartUploadAsync("new"), Digests.Sha256(more), more)).Status == 429,
            "all her repositories are measured");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Immutable_tag_is_kept(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, static (options, _) => options["storage"]!["immutableTags"] =
            new JsonArray(new JsonObject { ["repositories"] = new JsonArray("**"), ["patterns"] = new JsonArray("^v") }));
        var (first, second) = (Manifest.Image(), Manifest.Image());
        await zot.Client.PushAsync("app", first, "v1");
        await zot.Client.PushContentAsync("app", second);

        (await zot.Client.PutManifestAsync("app", "v1", second)).ExpectError(409, "DENIED", "reference");
        (await zot.Client.DeleteAsync("/v2/app/manifests/v1")).ExpectError(409, "DENIED", "reference");
        (await zot.Client.DeleteAsync($"/v2/app/manifests/{first.Digest}")).ExpectError(409, "DENIED", "reference");

        (await zot.Client.PutManifestAsync("app", "v1", first)).Expect(201);
        (await zot.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(first.Content);
        (await zot.Client.PutManifestAsync("app", "latest", first)).Expect(201);
        (await zot.Client.PutManifestAsync("app", "latest", second)).Expect(201);
        (await zot.Client.DeleteAsync("/v2/app/manifests/latest")).Expect(202);
    }

    private static void Limit(JsonObject options, string folder) => options["storage"]!["quotas"] =
        new JsonArray(new JsonObject { ["pattern"] = "team/**", ["maxBytes"] = Quota });
}
