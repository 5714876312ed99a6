using System.Text.Json.Nodes;

namespace Zot.BlackBox.Extensions;

/// <summary>Stars and bookmarks. The minimal build does not have this route.</summary>
public sealed class UserPrefsTests
{
    private const string Path = "/v2/_zot/ext/userprefs";
    private const string Star = $"{Path}?action=toggleStar&repo=team/app";
    private const string Bookmark = $"{Path}?action=toggleBookmark&repo=team/app";
    private const string Alice = "alice:wonderland";

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Mark_survives_a_restart_and_is_removed_by_the_next_request(string build)
    {
        await using var zot = await StartAsync(build);

        Assert.Equal("200", await PutAsync(zot, Star, Alice));
        Assert.Equal("200", await PutAsync(zot, Bookmark, Alice));
        await LogsAsync(zot, 1, "repository marked", "Star");
        await LogsAsync(zot, 1, "repository marked", "Bookmark");
        await zot.KillAsync();
        await zot.StartAgainAsync();
        Assert.Equal("200", await PutAsync(zot, Star, Alice));

        await LogsAsync(zot, 1, "repository unmarked", "Star");
        Assert.Equal(0, Count(zot.Log, "repository unmarked", "Bookmark"));
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Concurrent_requests_are_all_counted(string build)
    {
        await using var zot = await StartAsync(build);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PutAsync(zot, Star, Alice)));

        Assert.All(answers, answer => Assert.Equal("200", answer));
        await LogsAsync(zot, 10, "repository marked", "Star");
        await LogsAsync(zot, 10, "repository unmarked", "Star");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds(Star, Alice, 200)]
    [BothBuilds(Star, "bob:builder", 403)]
    [BothBuilds(Star, "alice:wrong", 401)]
    [BothBuilds(Star, null, 403)]
    [BothBuilds(Bookmark, Alice, 200)]
    [BothBuilds(Bookmark, "bob:builder", 403)]
    [BothBuilds(Path, Alice, 400)]
    [BothBuilds($"{Path}?action=star&repo=team/app", Alice, 400)]
    [BothBuilds($"{Path}?action=toggleStar", Alice, 400)]
    [BothBuilds($"{Path}?action=toggleStar&repo=", Alice, 404)]
    [BothBuilds($"{Path}?action=toggleStar&repo=team/nothing", Alice, 404)]
    [BothBuilds($"{Path}?action=toggleBookmark&repo=team/nothing", Alice, 200)]
    public async Task Response_is_only_a_status_code(string build, string path, string? user, int status)
    {
        await using var zot = await StartAsync(build);

        Assert.Equal($"{(build == "full" ? status : 404)}", await PutAsync(zot, path, user));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Route_is_missing_without_UI_and_discoverable_with_it(string build)
    {
        await using var zot = await StartAsync(build);
        Assert.Equal(build == "full", await IsDiscoveredAsync(zot));
        await zot.StopAsync();
        zot.Configure((options, _) => options["extensions"]!.AsObject().Remove("ui"));
        await zot.StartAgainAsync();

        Assert.False(await IsDiscoveredAsync(zot));
        Assert.Equal("404", await PutAsync(zot, Star, Alice));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Build_without_the_extension_warns(string build)
    {
        await using var zot = await StartAsync(build);

        var run = await zot.RunAsync("verify", zot.ConfigurationFile);

        Assert.Equal(0, await run.ExitCode);
        Assert.Equal(build == "minimal", run.Transcript.Contains("userprefs", StringComparison.Ordinal));
    }

    // alice may read and push, anonymous users may read the repository public, bob has no permissions.
    private static async Task<ZotProcess> StartAsync(string build)
    {
        var zot = await ZotProcess.StartAsync(build, static (options, folder) =>
        {
            var users = System.IO.Path.Combine(folder, "htpasswd");
            File.WriteAllText(users, $"{Htpasswd.Alice}\n{Htpasswd.Bob}\n");
            options["http"]!["auth"] = new JsonObject { ["htpasswd"] = new JsonObject { ["path"] = users } };
            options["http"]!["accessControl"] = JsonNode.Parse(
                """
                {"repositories": {
                  "team/**": {"policies": [{"users": ["alice"], "actions": ["read", "create"]}]},
                  "public": {"anonymousPolicy": ["read"]}
                }}
                """);
            options["extensions"] = new JsonObject { ["search"] = new JsonObject(), ["ui"] = new JsonObject() };
        });
        using var alice = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wonderland"));
        await alice.PushAsync("team/app", Manifest.Image(), "v1");
        return zot;
    }

    private static Task<string> PutAsync(ZotProcess zot, string path, string? user) => Tool.RunAsync(
        "curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", "-X", "PUT", .. user is null ? Array.Empty<string>() : ["-u", user], $"{zot.Address}{path[1..]}"]);

    private static async Task<bool> IsDiscoveredAsync(ZotProcess zot) =>
        (await zot.Client.GetAsync("/v2/_oci/ext/discover")).Expect(200).Text.Contains(Path, StringComparison.Ordinal);

    private static Task LogsAsync(ZotProcess zot, int count, string message, string kind) => Eventually.TrueAsync(
        () => Task.FromResult(Count(zot.Log, message, kind) == count), $"the log contains {count} lines of {kind}: {message}");

    private static int Count(string log, string message, string kind) => log.Split('\n').Count(line =>
        line.Contains($"\"{message}\"", StringComparison.Ordinal)
        && line.Contains($"\"kind\":\"{kind}\",\"user\":\"alice\",\"repository\":\"team/app\"", StringComparison.Ordinal));
}
