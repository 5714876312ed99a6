using System.Text.Json;

namespace Zot.BlackBox.Layout;

/// <summary>The content on disk after the server has stopped: image layouts that other tools can read.</summary>
public sealed class LeftBehindTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Every_repository_is_an_image_layout(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        var image = Manifest.Image();
        var index = Manifest.Index([Manifest.Image(), Manifest.Image()]);
        await zot.Client.PushAsync("app", image, "v1");
        await zot.Client.PushAsync("app", image, "v2");
        await zot.Client.PushAsync("app/nested", index, "v1");

        Assert.Equal(0, await zot.StopAsync());

        Assert.Equal("1.0.0", Read(zot, "app", "oci-layout").GetProperty("imageLayoutVersion").GetString());
        Assert.Equal(["v1", "v2"], Tags(Read(zot, "app", "index.json")).Order(StringComparer.Ordinal));
        Assert.Contains("v1", Tags(Read(zot, "app/nested", "index.json")));
        foreach (var manifest in Read(zot, "app", "index.json").GetProperty("manifests").EnumerateArray())
        {
            Assert.Equal(image.Digest, manifest.GetProperty("digest").GetString());
            Assert.Equal(image.Content.Length, manifest.GetProperty("size").GetInt32());
            Assert.Equal(MediaType.Image, manifest.GetProperty("mediaType").GetString());
        }

        foreach (var content in new[] { image.Content, image.Blobs[0].Content, image.Blobs[1].Content })
        {
            Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(zot.Data, "app", "blobs", "sha256", Digests.Sha256(content)[7..]), TestContext.Current.CancellationToken));
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Content_is_readable_by_its_owner_only(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        await zot.Client.PushAsync("app", Manifest.Image(), "v1");
        await zot.StopAsync();

        foreach (var path in Directory.EnumerateFileSystemEntries(Path.Combine(zot.Data, "app"), "*", SearchOption.AllDirectories))
        {
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite));
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds(true, 1)]
    [BothBuilds(false, 2)]
    public async Task Equal_blobs_are_stored_once_with_dedupe_and_twice_without(string build, bool dedupe, int copies)
    {
        await using var zot = await ZotProcess.StartAsync(build, (options, _) => options["storage"]!["dedupe"] = dedupe);
        var blob = Blob.Random(100_000);
        await zot.Client.PushBlobAsync("one", blob.Content);
        await zot.Client.PushBlobAsync("two", blob.Content);

        var files = new[] { "one", "two" }.Select(name => Path.Combine(zot.Data, name, "blobs", "sha256", blob.Digest[7..]));
        var inodes = await CommandRun.ToEndAsync(["stat", "--format", "%i", .. files]);

        Assert.Equal(copies, inodes.Output.Split('\n').Distinct().Count());
    }

    private static JsonElement Read(ZotProcess zot, string repository, string file) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(zot.Data, repository, file))).RootElement;

    private static IEnumerable<string?> Tags(JsonElement index) => index.GetProperty("manifests").EnumerateArray()
        .Where(manifest => manifest.TryGetProperty("annotations", out _))
        .Select(manifest => manifest.GetProperty("annotations").GetProperty("org.opencontainers.image.ref.name").GetString());
}
