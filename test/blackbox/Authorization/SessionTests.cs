using System.Text.Json;

namespace Zot.BlackBox.Authorization;

/// <summary>What a browser needs: to log in once, with curl and its cookies.</summary>
public sealed class SessionTests
{
    private const string Wonderland = "alice:wonderland";
    private const string Tags = "/v2/team/app/tags/list";

    private static readonly string[] Interface = ["-H", "X-ZOT-API-CLIENT: zot-ui"];

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Login_lasts_across_a_restart_until_the_logout(string build)
    {
        await using var zot = await StartAsync(build, hasKeys: true);

        Assert.Equal("200", await CurlAsync(zot, "/v2/", [.. Interface, "-u", Wonderland]));
        Assert.Equal("200", await CurlAsync(zot, Tags, Interface));
        Assert.Equal("403", await CurlAsync(zot, "/v2/team/app/manifests/v1", [.. Interface, "-X", "DELETE"]));
        Assert.Equal("401", await CurlAsync(zot, Tags));
        await zot.StopAsync();
        await zot.StartAgainAsync();
        Assert.Equal("200", await CurlAsync(zot, Tags, Interface));
        var jar = await File.ReadAllTextAsync(zot.Folder.Combine("cookies"), TestContext.Current.CancellationToken);

        Assert.Equal("200", await CurlAsync(zot, "/zot/auth/logout", [.. Interface, "-X", "POST"]));
        Assert.Equal("401", await CurlAsync(zot, Tags, Interface));
        await File.WriteAllTextAsync(zot.Folder.Combine("cookies"), jar, TestContext.Current.CancellationToken);
        Assert.Equal("401", await CurlAsync(zot, Tags, Interface));

        await zot.StopAsync();
        Assert.Empty(Directory.GetFiles(Path.Combine(zot.Data, "_sessions")));
        Assert.DoesNotContain(TicketIn(jar), zot.Log, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Session_is_a_file_for_the_registry_alone_whose_name_opens_nothing(string build)
    {
        await using var zot = await StartAsync(build, hasKeys: true);
        await CurlAsync(zot, "/v2/", [.. Interface, "-u", Wonderland]);

        var file = Assert.Single(new DirectoryInfo(Path.Combine(zot.Data, "_sessions")).GetFiles());

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode);
        var name = file.Name["session_".Length..];
        Assert.Equal("401", await CurlAsync(zot, Tags, [.. Interface, "-b", $"session={name}"], hasJar: false));
        Assert.Equal("401", await CurlAsync(zot, Tags, [.. Interface, "-b", $"session={name[..43]}"], hasJar: false));
        Assert.DoesNotContain("alice", await File.ReadAllTextAsync(file.FullName, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Without_keys_in_the_configuration_sessions_end_with_the_process(string build)
    {
        await using var zot = await StartAsync(build, hasKeys: false);
        await CurlAsync(zot, "/v2/", [.. Interface, "-u", Wonderland]);
        Assert.Equal("200", await CurlAsync(zot, Tags, Interface));

        await zot.StopAsync();
        await zot.StartAgainAsync();

        Assert.Equal("401", await CurlAsync(zot, Tags, Interface));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Browser_makes_an_API_key_and_the_key_makes_no_session(string build)
    {
        await using var zot = await StartAsync(build, hasKeys: false);
        await CurlAsync(zot, "/v2/", [.. Interface, "-u", Wonderland]);

        var made = await Tool.RunAsync(
            "curl", [.. Interface, "-sf", "-b", zot.Folder.Combine("cookies"), "-d", "{}", $"{zot.Address}zot/auth/apikey"]);
        var key = JsonDocument.Parse(made).RootElement.GetProperty("apiKey").GetString();
        using var program = new RegistryClient(zot.Address, Htpasswd.Basic("alice", key!));

        var answer = (await program.GetAsync(Tags, ("X-ZOT-API-CLIENT", "zot-ui"))).Expect(200);

        Assert.Null(answer.Header("Set-Cookie"));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Session_ends_with_its_user(string build)
    {
        await using var zot = await StartAsync(build, hasKeys: false);
        await CurlAsync(zot, "/v2/", [.. Interface, "-u", Wonderland]);
        Assert.Equal("200", await CurlAsync(zot, Tags, Interface));

        await File.WriteAllTextAsync(zot.Folder.Combine("htpasswd"), Htpasswd.Bob, TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(async () => await CurlAsync(zot, Tags, Interface) == "401", "the session is good no more");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Cookies_are_for_HTTPS_alone_where_the_configuration_says_so(string build)
    {
        await using var zot = await StartAsync(build, hasKeys: false, isSecure: true);
        using var alice = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wonderland"));

        var answer = (await alice.GetAsync("/v2/", ("X-ZOT-API-CLIENT", "zot-ui"))).Expect(200);

        Assert.Collection(
            answer.Headers.GetValues("Set-Cookie"),
            cookie => Assert.Matches("^session=[A-Za-z0-9_-]{43}; max-age=7200; path=/; secure; httponly$", cookie),
            cookie => Assert.Equal("user=alice; max-age=7200; path=/; secure", cookie));
    }

    private static async Task<ZotProcess> StartAsync(string build, bool hasKeys, bool isSecure = false)
    {
        var zot = await ZotProcess.StartAsync(build, (options, folder) =>
        {
            AccessConfiguration.AddUsers(options, folder, [("alice", Htpasswd.Alice)]);
            AccessConfiguration.Allow(options, "**", "alice", "read", "create");
            var auth = AccessConfiguration.AuthOf(options);
            (auth["apikey"], auth["secureSession"]) = (true, isSecure);
            if (hasKeys)
            {
                var keys = Path.Combine(folder, "keys.json");
                File.WriteAllText(keys, """{"hashKey": "black-box-hash-key", "encryptKey": "0123456789abcdef"}""");
                auth["sessionKeysFile"] = keys;
            }
        });
        using var alice = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wonderland"));
        await alice.PushAsync("team/app", Manifest.Image(), "v1");
        return zot;
    }

    // The status of the answer; cookies are kept as a browser keeps them.
    private static Task<string> CurlAsync(ZotProcess zot, string path, string[]? arguments = null, bool hasJar = true)
    {
        var jar = zot.Folder.Combine("cookies");
        return Tool.RunAsync(
            "curl",
            ["-s", "-o", "/dev/null", "-w", "%{http_code}", .. hasJar ? ["-b", jar, "-c", jar] : Array.Empty<string>(), .. arguments ?? [], $"{zot.Address}{path[1..]}"]);
    }

    private static string TicketIn(string jar) =>
        jar.Split('\n').Select(line => line.Split('\t')).Single(line => line.Length > 6 && line[5] == "session")[6];
}
