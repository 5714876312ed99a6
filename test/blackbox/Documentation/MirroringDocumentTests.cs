using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Zot.BlackBox.Documentation;

/// <summary>The configurations of <c>docs/mirroring.md</c> are valid, and mirror a local registry.</summary>
public sealed partial class MirroringDocumentTests
{
    [Fact(Timeout = Limits.Test)]
    public async Task Configurations_are_valid()
    {
        using var folder = new TemporaryFolder();
        foreach (var configuration in Configurations())
        {
            configuration["storage"]!["rootDirectory"] = folder.Combine("data");
            var file = folder.Write("config.json", configuration.ToJsonString());

            var run = CommandRun.Start([.. ZotBinary.Command("full"), "verify", file]);

            Assert.True(await run.ExitCode == 0, run.Transcript);
            Assert.DoesNotContain("\"level\":\"warn\"", run.Transcript, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Cache_answers_while_the_registry_is_down()
    {
        await using var hub = await ZotProcess.StartAsync("full");
        var image = Manifest.Image();
        await hub.Client.PushAsync("library/alpine", image, "3.20");
        await using var mirror = await StartAsync(0, hub.Host);
        (await mirror.Client.GetAsync("/v2/library/alpine/manifests/3.20")).Expect(200).ExpectBody(image.Content);
        await mirror.LogsAsync("successfully synced image");

        await hub.StopAsync();

        (await mirror.Client.GetAsync("/v2/library/alpine/manifests/3.20")).Expect(200).ExpectBody(image.Content);
        (await mirror.Client.GetAsync("/v2/library/alpine/manifests/edge")).Expect(404);
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Private_registry_is_copied_in_the_background()
    {
        await using var registry = await ZotProcess.StartAsync("full");
        var image = Manifest.Image();
        await registry.Client.PushAsync("team/app", image, "v1.2");
        await registry.Client.PushAsync("team/app", Manifest.Image(), "latest");

        await using var mirror = await StartAsync(1, registry.Host);

        await Eventually.TrueAsync(
            async () => (await mirror.Client.GetAsync("/v2/mirror/app/manifests/v1.2")).Status == 200, "the image is copied");
        (await mirror.Client.GetAsync("/v2/mirror/app/tags/list")).Expect(200).ExpectBody("""{"name":"mirror/app","tags":["v1.2"]}"""u8.ToArray());
    }

    private static Task<ZotProcess> StartAsync(int number, string host)
    {
        var extensions = Configurations()[number]["extensions"]!;
        var sync = extensions["sync"]!.AsObject();
        sync.Remove("credentialsFile");
        sync["registries"]![0]!["urls"] = new JsonArray($"http://{host}");
        return ZotProcess.StartAsync("full", (zot, _) => zot["extensions"] = extensions.DeepClone());
    }

    private static List<JsonObject> Configurations()
    {
        var text = File.ReadAllText(RepositoryRoot.Combine("docs", "mirroring.md"));
        List<JsonObject> all = [.. Block().Matches(text).Select(static block => JsonNode.Parse(block.Groups["json"].Value)!.AsObject())
            .Where(static block => block.ContainsKey("extensions"))];
        Assert.Equal(3, all.Count);
        return all;
    }

    [GeneratedRegex("```json\n(?<json>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();
}
