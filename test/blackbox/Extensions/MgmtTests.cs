using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Extensions;

/// <summary>Information for clients before authentication. The minimal build does not have this route.</summary>
public sealed class MgmtTests
{
    private const string Path = "/v2/_zot/ext/mgmt";

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Registry_without_authentication_reports_no_methods(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, Search);

        var answer = (await zot.Client.GetAsync(Path)).Expect(In(build, 200, 404));

        if (build == "full")
        {
            answer.ExpectHeader("Content-Type", "application/json").ExpectHeader("X-Content-Type-Options", "nosniff");
            Assert.Equal("1.1.1", answer.Json.GetProperty("distSpecVersion").GetString());
            Assert.StartsWith("v", answer.Json.GetProperty("releaseTag").GetString(), StringComparison.Ordinal);
            Assert.NotEmpty(answer.Json.GetProperty("commit").GetString()!);
            Assert.Matches("^-.*mgmt", answer.Json.GetProperty("binaryType").GetString());
            Assert.Equal("{}", answer.Json.GetProperty("http").GetProperty("auth").GetRawText());
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Route_is_missing_without_search(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);

        (await zot.Client.GetAsync(Path)).Expect(404);
        Assert.Empty((await zot.Client.GetAsync("/v2/_oci/ext/discover")).Expect(200).Json.GetProperty("extensions").EnumerateArray());
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds(Path, null, 200)]
    [BothBuilds(Path, "alice:wonderland", 200)]
    [BothBuilds(Path, "bob:builder", 200)]
    [BothBuilds(Path, "alice:wrong", 401)]
    [BothBuilds(Path, "nobody:wonderland", 401)]
    [BothBuilds(Path + "/", null, 401)]
    [BothBuilds(Path + "/more", null, 401)]
    [BothBuilds(Path + "?resource=config", null, 401)]
    [BothBuilds(Path + "?resource=config", "alice:wonderland", 200)]
    [BothBuilds(Path + "/more", "alice:wonderland", 200)]
    public async Task Route_is_open_at_its_exact_path_and_rejects_invalid_credentials(string build, string path, string? user, int status)
    {
        await using var zot = await ZotProcess.StartAsync(build, SearchWithUsers);

        var answered = await CurlAsync(zot, path, user is null ? [] : ["-u", user]);

        Assert.Equal(In(build, status, 404), answered.Status);
        if (answered.Status == 200)
        {
            var auth = JsonDocument.Parse(answered.Body).RootElement.GetProperty("http").GetProperty("auth");
            Assert.Equal("""{"htpasswd":{}}""", auth.GetRawText());
            Assert.DoesNotContain(zot.Folder.Combine("htpasswd"), answered.Body, StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("HEAD")]
    [BothBuilds("POST")]
    [BothBuilds("PUT")]
    [BothBuilds("DELETE")]
    public async Task Other_method_is_rejected_before_authentication(string build, string method)
    {
        await using var zot = await ZotProcess.StartAsync(build, SearchWithUsers);

        (await zot.Client.SendAsync(method, Path)).Expect(In(build, 405, 404));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Preflight_request_is_answered(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, SearchWithUsers);

        var answer = (await zot.Client.SendAsync("OPTIONS", Path)).Expect(In(build, 204, 404));

        if (build == "full")
        {
            answer.ExpectNoBody()
                .ExpectHeader("Access-Control-Allow-Origin", "*")
                .ExpectHeader("Access-Control-Allow-Methods", "GET,OPTIONS")
                .ExpectHeader("Access-Control-Allow-Headers", "Authorization,content-type,X-ZOT-API-CLIENT");
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Route_is_discoverable(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, Search);

        var extensions = (await zot.Client.GetAsync("/v2/_oci/ext/discover")).Expect(200).Json.GetProperty("extensions");

        var paths = extensions.EnumerateArray().SelectMany(each => each.GetProperty("endpoints").EnumerateArray()).Select(path => path.GetString());
        Assert.Equal(build == "full", paths.Contains(Path));
    }

    private static void Search(JsonObject options, string folder) =>
        options["extensions"] = new JsonObject { ["search"] = new JsonObject { ["enable"] = true } };

    // alice is a user, bob is an administrator.
    private static void SearchWithUsers(JsonObject options, string folder)
    {
        Search(options, folder);
        var htpasswd = System.IO.Path.Combine(folder, "htpasswd");
        File.WriteAllText(htpasswd, $"{Htpasswd.Alice}\n{Htpasswd.Bob}\n");
        options["http"]!["auth"] = new JsonObject { ["htpasswd"] = new JsonObject { ["path"] = htpasswd } };
        options["http"]!["accessControl"] = new JsonObject
        {
            ["repositories"] = new JsonObject { ["**"] = new JsonObject { ["defaultPolicy"] = new JsonArray("read") } },
            ["adminPolicy"] = new JsonObject { ["users"] = new JsonArray("bob"), ["actions"] = new JsonArray("read", "create") },
        };
    }

    private static async Task<(int Status, string Body)> CurlAsync(ZotProcess zot, string path, string[] arguments)
    {
        var output = await Tool.RunAsync("curl", ["-s", "-w", "\n%{http_code}", .. arguments, $"{zot.Address}{path[1..]}"]);
        var end = output.LastIndexOf('\n');
        return (int.Parse(output.AsSpan(end + 1), CultureInfo.InvariantCulture), output[..end]);
    }

    private static int In(string build, int full, int minimal) => build == "full" ? full : minimal;
}
