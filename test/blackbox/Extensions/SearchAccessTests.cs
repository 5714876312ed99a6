using System.Text.Json.Nodes;
using Zot.BlackBox.Authorization;

namespace Zot.BlackBox.Extensions;

/// <summary>The search with access control, by raw requests and by <c>zli</c>.</summary>
public sealed class SearchAccessTests : IAsyncLifetime
{
    private const string Path = "/v2/_zot/ext/search";

    private readonly ZliProgram _zli = new();
    private ZotProcess _zot = null!;

    // Alice is an administrator, bob reads team, and all users read public.
    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(ZotBinary.Builds.Contains("full"), "this build is not tested");
        _zot = await ZotProcess.StartAsync("full", static (options, folder) =>
        {
            options["extensions"] = new JsonObject { ["search"] = new JsonObject { ["enable"] = true } };
            AccessConfiguration.AddUsers(options, folder, ("alice", Htpasswd.Alice), ("bob", Htpasswd.Bob), ("carol", Htpasswd.Carol));
            AccessConfiguration.AccessOf(options)["adminPolicy"] =
                AccessConfiguration.Policy("users", "alice", "read", "create", "update", "delete");
            AccessConfiguration.Allow(options, "team/**", "bob", "read");
            AccessConfiguration.RepositoryOf(options, "public/**")["anonymousPolicy"] = AccessConfiguration.Texts("read");
            AccessConfiguration.RepositoryOf(options, "public/**")["defaultPolicy"] = AccessConfiguration.Texts("read");
        });
        var extensions = (await _zot.Client.GetAsync("/v2/_oci/ext/discover")).Text;
        Assert.SkipUnless(extensions.Contains(Path, StringComparison.Ordinal), "this build has no search extension");
        using var alice = new RegistryClient(_zot.Address, Htpasswd.Basic("alice", "wonderland"));
        foreach (var name in (string[])["public/app", "secret/app", "team/app"])
        {
            await alice.PushAsync(name, Manifest.Image(), "v1");
        }
    }

    [Theory(Timeout = Limits.Test)]
    [InlineData(null, "public/app")]
    [InlineData("Basic Og==", "public/app")] // what zli sends without a user
    [InlineData("carol:singer", "public/app")]
    [InlineData("bob:builder", "public/app team/app")]
    [InlineData("alice:wonderland", "public/app secret/app team/app")]
    public async Task Caller_finds_what_they_may_read(string? credentials, string readable)
    {
        var header = credentials?.Split(':') is [var user, var password] ? Htpasswd.Basic(user, password) : credentials;
        using var client = new RegistryClient(_zot.Address, header);
        const string query =
            "{ImageList(repo:\"\"){Page{TotalCount}Results{RepoName}}"
            + "RepoListWithNewestImage(requestedPage:{sortBy:ALPHABETIC_ASC}){Page{TotalCount}Results{Name}}"
            + "Image(image:\"secret/app:v1\"){Tag}ExpandedRepoInfo(repo:\"public/app\"){Images{IsDeletable}}}";

        var data = (await client.GetAsync($"{Path}?query={Uri.EscapeDataString(query)}")).Expect(200).Json.GetProperty("data");
        var posted = await client.PostAsync(
            Path, System.Text.Encoding.UTF8.GetBytes(new JsonObject { ["query"] = query }.ToJsonString()), ("Content-Type", "application/json"));

        Assert.Equal(readable, string.Join(' ', Names(data.GetProperty("ImageList"), "RepoName")));
        Assert.Equal(readable, string.Join(' ', Names(data.GetProperty("RepoListWithNewestImage"), "Name")));
        var isAdministrator = readable.Contains("secret", StringComparison.Ordinal);
        Assert.Equal(isAdministrator ? "v1" : null, data.GetProperty("Image").GetProperty("Tag").GetString());
        Assert.Equal(isAdministrator, data.GetProperty("ExpandedRepoInfo").GetProperty("Images")[0].GetProperty("IsDeletable").GetBoolean());
        Assert.Equal(data.GetRawText(), posted.Expect(200).Json.GetProperty("data").GetRawText());
    }

    [Theory(Timeout = Limits.Test)]
    [InlineData(null, "public/app")]
    [InlineData("carol:singer", "public/app")]
    [InlineData("bob:builder", "public/app team/app")]
    [InlineData("alice:wonderland", "public/app secret/app team/app")]
    public async Task Zli_lists_what_its_user_may_read(string? user, string readable)
    {
        string[] who = user is null ? [] : ["-u", user];

        foreach (var command in (string[])["image list", "search query :", "image digest sha256:"])
        {
            var output = await _zli.RunAsync([.. command.Split(' '), "-f", "json", "--url", _zot.Address.ToString(), .. who]);
            Assert.Equal(readable, string.Join(' ', output.Split('\n')
                .Select(static line => JsonNode.Parse(line)!["repoName"]!.GetValue<string>()).Order(StringComparer.Ordinal)));
        }

        var table = await _zli.RunAsync(["search", "query", "app", "--url", _zot.Address.ToString(), .. who]);
        Assert.Equal(readable.Split(' ').Length, table.Split('\n').Length - 1);
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Wrong_password_is_rejected()
    {
        using var client = new RegistryClient(_zot.Address, Htpasswd.Basic("bob", "wrong"));
        var rejected = (await client.GetAsync($"{Path}?query={{__typename}}")).Expect(401);
        var page = (await client.GetAsync($"{Path}?query={{__typename}}", ("X-ZOT-API-CLIENT", "zot-ui"))).Expect(401);
        Assert.Equal("UNAUTHORIZED", rejected.Json.GetProperty("code").GetString());
        Assert.StartsWith("Basic ", rejected.Header("WWW-Authenticate"), StringComparison.OrdinalIgnoreCase);
        page.ExpectHeader("WWW-Authenticate", null); // the browser must not ask for a password

        var run = await _zli.TryAsync("image", "list", "--url", _zot.Address.ToString(), "-u", "bob:wrong");
        Assert.Equal(1, await run.ExitCode);
        Assert.StartsWith("Error: unauthorized access. check credentials: Expected: 200, Got: 401, Body: '", run.Errors, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _zli.Dispose();
        if (_zot is not null)
        {
            await _zot.DisposeAsync();
        }
    }

    private static List<string?> Names(System.Text.Json.JsonElement list, string name)
    {
        var names = list.GetProperty("Results").EnumerateArray().Select(row => row.GetProperty(name).GetString()).ToList();
        Assert.Equal(names.Count, list.GetProperty("Page").GetProperty("TotalCount").GetInt32());
        return names;
    }
}
