namespace Zot.BlackBox.Crash;

/// <summary>Files damaged by a failing disk or by an operator.</summary>
public sealed class RepairTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds("shorter")]
    [BothBuilds("longer")]
    [BothBuilds("empty")]
    public async Task Blob_of_the_wrong_size_is_missing_until_it_is_pushed_again(string build, string damage)
    {
        var image = Manifest.Image();
        var layer = image.Blobs[1];
        await using var zot = await StartDamagedAsync(build, image, layer.Digest, damage switch
        {
            "shorter" => layer.Content[1..],
            "longer" => [.. layer.Content, 0],
            _ => [],
        });

        (await zot.Client.HeadAsync($"/v2/app/blobs/{layer.Digest}")).Expect(404);
        await zot.Client.PushAsync("app", image, "v1");

        (await zot.Client.GetAsync($"/v2/app/blobs/{layer.Digest}")).Expect(200).ExpectBody(layer.Content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds(true)]
    [BothBuilds(false)]
    public async Task Blob_with_changed_bytes_is_repaired_by_pushing_it_again(string build, bool dedupe)
    {
        var image = Manifest.Image();
        var layer = image.Blobs[1];
        await using var zot = await StartDamagedAsync(build, image, layer.Digest, new byte[layer.Content.Length], dedupe);

        await zot.Client.PushBlobAsync("app", layer.Content);

        (await zot.Client.GetAsync($"/v2/app/blobs/{layer.Digest}")).Expect(200).ExpectBody(layer.Content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("{}")]
    [BothBuilds("")]
    public async Task Damaged_manifest_is_not_served_and_repaired_by_pushing_it_again(string build, string damage)
    {
        var image = Manifest.Image();
        await using var zot = await StartDamagedAsync(build, image, image.Digest, System.Text.Encoding.ASCII.GetBytes(damage));

        (await zot.Client.GetAsync("/v2/app/manifests/v1")).Expect(404, 500);
        await zot.Client.PushAsync("app", image, "v1");

        (await zot.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(image.Content);
        (await zot.Client.GetAsync($"/v2/app/manifests/{image.Digest}")).Expect(200).ExpectBody(image.Content);
    }

    private static async Task<ZotProcess> StartDamagedAsync(string build, Manifest image, string digest, byte[] damage, bool dedupe = true)
    {
        var zot = await ZotProcess.StartAsync(build, (options, _) => options["storage"]!["dedupe"] = dedupe);
        await zot.Client.PushAsync("app", image, "v1");
        await zot.StopAsync();
        await File.WriteAllBytesAsync(Path.Combine([zot.Data, "app", "blobs", .. digest.Split(':')]), damage, TestContext.Current.CancellationToken);
        await zot.StartAgainAsync();
        return zot;
    }
}
