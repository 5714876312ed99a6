using System.Text.Json.Nodes;

namespace Zot.BlackBox.CommandLine;

/// <summary>Tests <c>zli</c> with the search extension; skipped for registries that do not list it.</summary>
public sealed class ZliSearchTests : IAsyncLifetime
{
    private readonly ZliProgram _zli = new();
    private readonly Manifest _image = Manifest.Image();
    private ZotProcess _zot = null!;

    private string Url => _zot.Address.ToString();

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(ZotBinary.Builds.Contains("full"), "this build is not tested");
        _zot = await ZotProcess.StartAsync("full", static (options, _) =>
            options["extensions"] = new JsonObject { ["search"] = new JsonObject { ["enable"] = true } });
        var extensions = (await _zot.Client.GetAsync("/v2/_oci/ext/discover")).Expect(200).Text;
        Assert.SkipUnless(extensions.Contains("/v2/_zot/ext/search", StringComparison.Ordinal), "this build has no search extension");
        await _zot.Client.PushAsync("team/app", _image, "v1");
        await _zot.Client.PushAsync("team/other", Manifest.Image(), "v2");
        await Eventually.TrueAsync(
            async () => (await _zli.RunAsync("image", "list", "--url", Url)).Contains("team/other", StringComparison.Ordinal), "the images are indexed");
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Images_are_found()
    {
        string[] commands = ["image list", "image name team/app:v1", $"image digest {_image.Digest}", "search query team/app:v", "search query :"];
        foreach (var command in commands)
        {
            var json = await _zli.RunAsync([.. command.Split(' '), "-f", "json", "--url", Url]);
            Assert.Contains(json.Split('\n'), line => JsonNode.Parse(line)!["digest"]!.GetValue<string>() == _image.Digest);
        }

        Assert.Matches($"(?m)^team/app   v1 .* {_image.Digest[7..15]} ", await _zli.RunAsync("image", "list", "--url", Url));
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Repositories_are_found()
    {
        var table = await _zli.RunAsync("search", "query", "app", "--url", Url);

        Assert.Matches("^NAME +SIZE +LAST UPDATED +DOWNLOADS +STARS\nteam/app ", table);
        Assert.DoesNotContain("team/other", table, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Related_images_are_queried()
    {
        foreach (var command in new[] { "base", "derived" })
        {
            var run = await _zli.TryAsync("image", command, "team/app:v1", "--url", Url);
            Assert.True(await run.ExitCode == 0, run.Transcript);
        }
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Referrers_are_found()
    {
        var artifact = Manifest.Artifact("application/vnd.example.sbom", _image);
        await _zot.Client.PushAsync("team/app", artifact, artifact.Digest);

        await Eventually.TrueAsync(
            async () => (await _zli.RunAsync("search", "subject", "team/app:v1", "--url", Url)).Contains(artifact.Digest, StringComparison.Ordinal),
            "the referrer is indexed");
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Vulnerabilities_of_a_registry_without_scanner_are_an_error()
    {
        foreach (var command in new[] { "cve list team/app:v1", "cve affected CVE-1", "cve fixed team/app CVE-1", "cve diff team/app:v1 team/other:v2" })
        {
            var run = await _zli.TryAsync([.. command.Split(' '), "--url", Url]);
            Assert.Equal((1, "Error: cve search is disabled"), (await run.ExitCode, run.Errors));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _zli.Dispose();
        if (_zot is not null)
        {
            await _zot.DisposeAsync();
        }
    }
}
