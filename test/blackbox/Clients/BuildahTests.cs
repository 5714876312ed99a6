using System.Text.Json;

namespace Zot.BlackBox.Clients;

/// <summary>Tests buildah with an image built from scratch.</summary>
public sealed class BuildahTests(SharedServers servers) : RegistryTest(servers)
{
    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds("oci")]
    [BothBuilds("docker")]
    public async Task Image_is_built_pushed_and_used_as_a_base(string build, string format)
    {
        var zot = await ServerAsync(Servers.DockerAsync(build));
        await using var storage = new Storage(zot.Host);
        await File.WriteAllTextAsync(storage.Combine("hello"), "hello", TestContext.Current.CancellationToken);
        var name = $"{zot.Host}/{Repository}:v1";

        var container = (await storage.BuildahAsync("from", "scratch")).Trim();
        await storage.BuildahAsync("copy", container, storage.Combine("hello"), "/hello");
        await storage.BuildahAsync("config", "--label", "org.example.test=yes", container);
        await storage.BuildahAsync("commit", "--quiet", "--format", format, container, name);
        await storage.BuildahAsync("push", "--quiet", name);
        await storage.BuildahAsync("rm", "--all");
        await storage.BuildahAsync("rmi", "--all", "--force");
        await storage.BuildahAsync("from", "--pull-always", "--name", "again", name);

        var inspected = JsonDocument.Parse(await storage.BuildahAsync("inspect", "again")).RootElement;
        Assert.Equal("yes", inspected.GetProperty("OCIv1").GetProperty("config").GetProperty("Labels").GetProperty("org.example.test").GetString());
        (await zot.Client.HeadAsync($"/v2/{Repository}/manifests/v1")).Expect(200)
            .ExpectHeader("Content-Type", format == "oci" ? MediaType.Image : MediaType.DockerImage);
    }
}
