namespace Zot.BlackBox.Clients;

/// <summary>Tests umoci, which creates images and reads the layouts of a stopped registry.</summary>
public sealed class UmociTests
{
    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds]
    public async Task Image_created_by_umoci_is_served_and_unpacked(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        var (made, pulled) = (zot.Folder.Combine("made"), zot.Folder.Combine("pulled"));
        var file = zot.Folder.Write("hello", "hello");
        await Tool.RunAsync("umoci", "init", "--layout", made);
        await Tool.RunAsync("umoci", "new", "--image", $"{made}:v1");
        await Tool.RunAsync("umoci", "insert", "--image", $"{made}:v1", file, "/hello");
        await Tool.RunAsync("umoci", "config", "--image", $"{made}:v1", "--config.label", "org.example.test=yes");

        await Tool.RunAsync("skopeo", "copy", "--quiet", "--dest-tls-verify=false", $"oci:{made}:v1", $"docker://{zot.Host}/app:v1");
        await Tool.RunAsync("skopeo", "copy", "--quiet", "--src-tls-verify=false", $"docker://{zot.Host}/app:v1", $"oci:{pulled}:v1");
        await Tool.RunAsync("umoci", "unpack", "--image", $"{pulled}:v1", zot.Folder.Combine("bundle"));

        Assert.Equal("hello", await File.ReadAllTextAsync(zot.Folder.Combine("bundle", "rootfs", "hello"), TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds]
    public async Task Storage_of_a_stopped_registry_is_a_set_of_layouts(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        await zot.Client.PushAsync("app", RealImage.Create(), "v1");
        await zot.Client.PushAsync("app", RealImage.WithEmptyLayer(), "v2");

        await zot.StopAsync();

        var layout = Path.Combine(zot.Data, "app");
        Assert.Equal(["v1", "v2"], (await Tool.RunAsync("umoci", "ls", "--layout", layout)).Split('\n').Order(StringComparer.Ordinal));
        await Tool.RunAsync("umoci", "stat", "--image", $"{layout}:v2");
        await Tool.RunAsync("umoci", "unpack", "--image", $"{layout}:v1", zot.Folder.Combine("bundle"));
        Assert.True(File.Exists(zot.Folder.Combine("bundle", "rootfs", "hello")));
    }
}
