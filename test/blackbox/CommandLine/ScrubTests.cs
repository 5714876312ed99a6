using Zot.BlackBox.Layout;

namespace Zot.BlackBox.CommandLine;

/// <summary>Tests <c>zot scrub</c>.</summary>
public sealed class ScrubTests : CommandTest
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Table_shows_intact_and_affected_content(string build)
    {
        var (good, damaged, gone) = (Manifest.Image(), Manifest.Image(), Manifest.Image());
        var data = Folder.Combine("data");
        new ImageLayout(Path.Combine(data, "app")).Add(good, "good").Add(damaged, "damaged");
        new ImageLayout(Path.Combine(data, "other")).Add(gone, "gone");
        await File.WriteAllTextAsync(Blob(data, "app", damaged), "damaged", TestContext.Current.CancellationToken);
        File.Delete(Blob(data, "other", gone));

        var run = await RunAsync(build, "scrub", Configuration(data));

        await EndedAsync(run, 0);
        Assert.Matches("(?m)^REPOSITORY +TAG +STATUS +AFFECTED BLOB +ERROR", run.Output);
        Assert.Matches("(?m)^app +good +ok", run.Output);
        Assert.Matches($"(?m)^app +damaged +affected +{damaged.Blobs[1].Digest[7..]} bad blob digest", run.Output);
        Assert.Matches($"(?m)^other +gone +affected +{gone.Blobs[1].Digest[7..]} blob not found", run.Output);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Scrub_of_a_running_server_is_rejected(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);

        var run = await zot.RunAsync("scrub", zot.ConfigurationFile);

        await EndedAsync(run, 1);
        Assert.Contains("server is running", run.Transcript, StringComparison.Ordinal);
        (await zot.Client.GetAsync("/v2/")).Expect(200);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Scrub_modifies_nothing(string build)
    {
        var data = Folder.Combine("data");
        var image = Manifest.Image();
        new ImageLayout(Path.Combine(data, "app")).Add(image, "v1");
        await File.WriteAllTextAsync(Blob(data, "app", image), "damaged", TestContext.Current.CancellationToken);

        await EndedAsync(await RunAsync(build, "scrub", Configuration(data)), 0);

        Assert.Equal("damaged", await File.ReadAllTextAsync(Blob(data, "app", image), TestContext.Current.CancellationToken));
    }

    private static string Blob(string data, string repository, Manifest manifest) =>
        Path.Combine(data, repository, "blobs", "sha256", manifest.Blobs[1].Digest[7..]);

    private string Configuration(string data) => Folder.Write("config.json", $$"""
        { "storage": { "rootDirectory": "{{data}}" }, "http": { "port": "{{FreePort.Next()}}" } }
        """);
}
