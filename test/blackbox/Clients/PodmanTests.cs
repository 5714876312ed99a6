namespace Zot.BlackBox.Clients;

/// <summary>Tests podman.</summary>
public sealed class PodmanTests(SharedServers servers) : RegistryTest(servers)
{
    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds("oci")]
    [BothBuilds("v2s2")]
    public async Task Image_is_pushed_and_pulled(string build, string format)
    {
        var zot = await ServerAsync(Servers.DockerAsync(build));
        await using var storage = new Storage(zot.Host);
        var image = RealImage.Create();
        await zot.Client.PushAsync(Repository, image, "first");
        var name = $"{zot.Host}/{Repository}";

        await storage.PodmanAsync("pull", "--quiet", $"{name}:first");
        await storage.PodmanAsync("push", "--quiet", "--format", format, $"{name}:first", $"{name}:second");
        await storage.PodmanAsync("rmi", "--all", "--force");
        await storage.PodmanAsync("pull", "--quiet", $"{name}:second");

        Assert.Equal(["first", "second"], await zot.Client.TagsAsync(Repository));
        (await zot.Client.HeadAsync($"/v2/{Repository}/manifests/second")).Expect(200)
            .ExpectHeader("Content-Type", format == "oci" ? MediaType.Image : MediaType.DockerImage);
    }

    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds]
    public async Task Manifest_list_is_pushed_with_its_images(string build)
    {
        var zot = await ServerAsync(Servers.PlainAsync(build));
        await using var storage = new Storage(zot.Host);
        var index = RealImage.MultiPlatform();
        await zot.Client.PushAsync(Repository, index, "in");
        var name = $"{zot.Host}/{Repository}";

        await storage.PodmanAsync("manifest", "create", "--all", "both", $"docker://{name}:in");
        await storage.PodmanAsync("manifest", "push", "--all", "--format", "oci", "both", $"docker://{name}:out");

        var pushed = (await zot.Client.GetAsync($"/v2/{Repository}/manifests/out")).Expect(200).ExpectHeader("Content-Type", MediaType.Index);
        Assert.Equal(2, pushed.Json.GetProperty("manifests").GetArrayLength());
    }
}
