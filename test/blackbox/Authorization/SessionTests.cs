using System.Text.Json;

namespace Zot.BlackBox.Authorization;

/// <summary>Browser sessions, with curl and its cookies.</summary>
public sealed class SessionTests
{
    private const string Wonderland = "alice:wonderland";
    private const string Tags = "/v2/team/app/tags/list";

    private static readonly string[] Interface = ["-H", "X-ZOT-API-CLIENT: zot-ui"];

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Session_survives_restart_until_logout(string build)
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
    public async Task Session_file_is_private_and_its_name_is_not_a_ticket(string build)
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
    public async Task Sessions_without_configured_keys_end_with_the_process(string build)
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
    public async Task API_key_created_by_a_browser_does_not_start_a_session(string build)
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
    public async Task Session_of_removed_user_is_rejected(string build)
    {
        await using var zot = await StartAsync(build, hasKeys: false);
        await CurlAsync(zot, "/v2/", [.. Interface, "-u", Wonderland]);
        Assert.Equal("200", await CurlAsync(zot, Tags, Interface));

        await File.WriteAllTextAsync(zot.Folder.Combine("htpasswd"), Htpasswd.Bob, TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(async () => await CurlAsync(zot, Tags, Interface) == "401", "the session is rejected");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Cookies_are_secure_if_configured(string build)
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

    // Returns the status of the response; cookies are stored as by a browser.
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
