using Zot.BlackBox.Extensions;

namespace Zot.BlackBox.Documentation;

/// <summary>Follows docs/backup.md, and checks that every image exists afterwards.</summary>
public sealed class BackupDocumentTests
{
    // The configuration that the document assumes.
    private const string Configuration = """
        {
          "storage": { "rootDirectory": "/srv/zot", "retention": { "policies": [
            { "repositories": ["**"], "keepTags": [{ "pulledWithin": "720h" }, { "pushedWithin": "720h" }] }
          ] } },
          "http": { "address": "127.0.0.1", "port": "5000" }
        }
        """;

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task A_backup_is_made_while_the_registry_runs_and_is_restored(string build)
    {
        await using var terminals = new Terminals(build, "5000");
        terminals.Place("/srv/zot");
        terminals.Place("/backup/monday");
        terminals.Place("/backup/tuesday");
        var sessions = Snippet.Of("backup.md");
        Assert.All(sessions, static snippet => Assert.Equal("session", snippet.Use));
        await terminals.FollowAsync(new Snippet("file: config.json", "", Configuration));
        await terminals.FollowAsync(new Snippet("background", "", "zot serve config.json"));
        using var client = new RegistryClient(terminals.Address);
        var images = new[] { "library/alpine", "team/app" }.ToDictionary(static name => name, static _ => Manifest.Image());
        foreach (var (name, image) in images)
        {
            await client.PushAsync(name, image, "v1");
        }

        await terminals.FollowAsync(Assert.Single(sessions, static snippet => snippet.Section.Length == 0));
        await terminals.StopAsync();
        await terminals.FollowAsync(Assert.Single(sessions, static snippet => snippet.Section == "Restore"));
        await terminals.FollowAsync(new Snippet("background", "", "zot serve config.json"));

        foreach (var (name, image) in images)
        {
            (await client.HeadAsync($"/v2/{name}/manifests/v1")).Expect(200).ExpectHeader("Docker-Content-Digest", image.Digest);
        }
    }
}
