using System.Text.Json.Nodes;

namespace Zot.BlackBox.CommandLine;

/// <summary>Tests <c>zli</c> with registries that have no search extension.</summary>
public sealed class ZliTests(SharedServers servers) : RegistryTest(servers), IDisposable
{
    private readonly ZliProgram _zli = new();

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Images_are_listed_by_the_distribution_API(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        var image = Manifest.Image();
        var index = Manifest.Index([image]);
        await zot.Client.PushAsync("team/app", image, "v1");
        await zot.Client.PushAsync("team/multi", index, "latest");
        await zot.Client.PushAsync("team/app", Manifest.Artifact("application/vnd.cncf.notary.signature", image), "signature");

        var table = await _zli.RunAsync("image", "list", "--url", zot.Address.ToString());
        var json = await _zli.RunAsync("image", "name", "team/multi:latest", "--url", zot.Address.ToString(), "-f", "json");
        var yaml = await _zli.RunAsync("image", "name", "team/app:v1", "--url", zot.Address.ToString(), "-f", "yaml");
        var names = await _zli.RunAsync("repo", "list", "--sort-by", "alpha-dsc", "--url", zot.Address.ToString());

        Assert.StartsWith("REPOSITORY TAG       OS/ARCH          DIGEST     SIGNED   SIZE\n", table, StringComparison.Ordinal);
        Assert.Matches($"(?m)^team/app   v1 .* {image.Digest[7..15]}   true ", table);
        Assert.Matches($@"(?m)^team/multi latest    \*                {index.Digest[7..15]}   false ", table);
        var read = JsonNode.Parse(json)!;
        Assert.Equal(index.Digest, read["digest"]!.GetValue<string>());
        Assert.Equal(image.Digest, read["manifests"]![0]!["digest"]!.GetValue<string>());
        Assert.False(read["manifests"]![0]!["isSigned"]!.GetValue<bool>()); // the signature is in another repository
        Assert.StartsWith("---\nreponame: team/app\ntag: v1\n", yaml, StringComparison.Ordinal);
        Assert.Equal("\nREPOSITORY NAME\nteam/multi\nteam/app", names);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Referrers_of_a_tag_are_listed(string build)
    {
        var zot = await ServerAsync(Servers.PlainAsync(build));
        var image = Manifest.Image();
        await zot.Client.PushAsync(Repository, image, "v1");
        var artifact = Manifest.Artifact("application/vnd.example.sbom", image);
        await zot.Client.PushAsync(Repository, artifact, artifact.Digest);

        var table = await _zli.RunAsync("search", "subject", $"{Repository}:v1", "--url", zot.Address.ToString());
        var json = await _zli.RunAsync("search", "subject", $"{Repository}@{image.Digest}", "--url", zot.Address.ToString(), "-f", "json");

        Assert.Equal(
            $"ARTIFACT TYPE                SIZE       DIGEST\napplication/vnd.example.sbom {artifact.Content.Length} B      {artifact.Digest}",
            table);
        Assert.Equal(artifact.Digest, JsonNode.Parse(json)![0]!["digest"]!.GetValue<string>());
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Query_without_the_search_extension_is_an_error(string build)
    {
        var zot = await ServerAsync(Servers.PlainAsync(build));

        await FailsAsync(
            "functionality is not built/configured in the current server: search extension gql endpoints not found: 'CVEListForImage'",
            "cve",
            "list",
            "app:v1",
            "--url",
            zot.Address.ToString());
        await FailsAsync("no repository found", "image", "name", "no/such", "--url", zot.Address.ToString());
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Status_is_reported_and_the_exit_status_is_0(string build)
    {
        var zot = await ServerAsync(Servers.PlainAsync(build));

        Assert.StartsWith("Server Status: online", await _zli.RunAsync("status", "--url", zot.Address.ToString()), StringComparison.Ordinal);
        var json = JsonNode.Parse(await _zli.RunAsync("status", "-f", "json", "--url", $"http://127.0.0.1:{FreePort.Next()}"))!;
        Assert.Equal("offline", json["status"]!.GetValue<string>());
        Assert.Contains("Connection refused", json["error"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Certificate_is_verified_with_a_profile_and_not_with_a_URL()
    {
        Assert.SkipUnless(ZotBinary.Builds.Contains("full"), "this build is not tested");
        using var certificate = ServerCertificate.Create();
        await using var zot = await ZotProcess.StartAsync(
            "full",
            (options, folder) =>
            {
                var (http, users) = (options["http"]!.AsObject(), Path.Combine(folder, "htpasswd"));
                File.WriteAllText(users, Htpasswd.Alice);
                http["tls"] = ServerCertificate.Write(certificate, folder);
                http["auth"] = new JsonObject { ["htpasswd"] = new JsonObject { ["path"] = users } };
            },
            certificate);
        var url = zot.Address.ToString();
        await _zli.RunAsync("config", "add", "main", url);
        await _zli.RunAsync("config", "set-default", "main");

        var distrustful = await _zli.TryAsync("repo", "list", "-u", "alice:wonderland");
        await _zli.RunAsync("config", "set", "main", "verify-tls", "false");
        var trusting = await _zli.RunAsync("repo", "list", "-u", "alice:wonderland");
        var direct = await _zli.RunAsync("repo", "list", "-u", "alice:wonderland", "--url", url);
        var anonymous = await _zli.TryAsync("repo", "list");

        Assert.Equal(1, await distrustful.ExitCode);
        Assert.StartsWith("Error: failed to establish a secure connection to https://", distrustful.Errors, StringComparison.Ordinal);
        Assert.Equal("\nREPOSITORY NAME", trusting);
        Assert.Equal(trusting, direct);
        Assert.Equal(1, await anonymous.ExitCode);
        Assert.StartsWith("Error: unauthorized access. check credentials: Expected: 200, Got: 401, Body: '", anonymous.Errors, StringComparison.Ordinal);
        Assert.Contains("endpoint requires valid user credentials", await _zli.RunAsync("status", "-c", "main"), StringComparison.Ordinal);
        Assert.DoesNotContain("wonderland", distrustful.Transcript[(distrustful.Transcript.IndexOf('\n', StringComparison.Ordinal) + 1)..], StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_zli.Profiles));
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Version_is_a_log_entry()
    {
        var entry = JsonNode.Parse(await _zli.RunAsync("-v"))!;

        Assert.Equal(("version", "1.1.1", "zli"), (entry["message"]!.GetValue<string>(), entry["distribution-spec"]!.GetValue<string>(), entry["binary-type"]!.GetValue<string>()));
    }

    [Theory(Timeout = Limits.Test)]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("powershell")]
    public async Task Completion_script_is_printed(string shell) =>
        Assert.Contains("[suggest:", await _zli.RunAsync("completion", shell), StringComparison.Ordinal);

    [Fact(Timeout = Limits.Test)]
    public async Task Completions_are_suggested() =>
        Assert.Contains("derived", (await _zli.RunAsync("[suggest:10]", "zli image ")).Split('\n'));

    void IDisposable.Dispose() => _zli.Dispose();

    private async Task FailsAsync(string message, params string[] arguments)
    {
        var run = await _zli.TryAsync(arguments);
        Assert.Equal(($"Error: {message}", 1), (run.Errors, await run.ExitCode));
    }
}
