namespace Zot.BlackBox.Crash;

/// <summary>Uploads across a restart of the server.</summary>
public sealed class ResumeTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds("sha256", true)]
    [BothBuilds("sha256", false)]
    [BothBuilds("sha512", true)]
    public async Task Upload_continues_after_a_restart(string build, string algorithm, bool kill)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        var content = Blob.Random(300_000).Content;
        var digest = Digests.Of(algorithm, content);
        var upload = await zot.Client.StartUploadAsync("app");
        upload = (await zot.Client.PatchChunkAsync(upload, 0, content[..100_000])).Expect(202).Location;

        await (kill ? zot.KillAsync() : zot.StopAsync());
        await zot.StartAgainAsync();

        upload = (await zot.Client.GetAsync(upload)).Expect(204).ExpectHeader("Range", "0-99999").Location;
        upload = (await zot.Client.PatchChunkAsync(upload, 100_000, content[100_000..200_000])).Expect(202).Location;
        (await zot.Client.FinishUploadAsync(upload, digest, content[200_000..], ("Content-Range", "200000-299999"))).Expect(201);
        (await zot.Client.GetAsync($"/v2/app/blobs/{digest}")).Expect(200).ExpectBody(content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task All_content_exists_after_an_orderly_restart(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        var index = Manifest.Index([Manifest.Image(), Manifest.Image()]);
        var artifact = Manifest.Artifact("application/vnd.example.sbom.v1", index);
        await zot.Client.PushAsync("app", index, "v1");
        await zot.Client.PushAsync("app", artifact);

        Assert.Equal(0, await zot.StopAsync());
        await zot.StartAgainAsync();

        Assert.Equal(["v1"], await zot.Client.TagsAsync("app"));
        (await zot.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(index.Content);
        (await zot.Client.GetAsync($"/v2/app/manifests/{artifact.Digest}")).Expect(200).ExpectBody(artifact.Content);
        var referrers = (await zot.Client.GetAsync($"/v2/app/referrers/{index.Digest}")).Expect(200);
        Assert.Equal(artifact.Digest, Assert.Single(referrers.Json.GetProperty("manifests").EnumerateArray()).GetProperty("digest").GetString());
    }
}
