using Zot.BlackBox.Clients;
using Zot.BlackBox.Extensions;

namespace Zot.BlackBox.Documentation;

/// <summary>Follows docs/migrating.md, and pulls an image that was pushed to the other registry.</summary>
public sealed class MigratingDocumentTests
{
    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Documented_steps_migrate_from_docker_registry(string build)
    {
        await using var source = await DistributionProcess.StartAsync();
        var image = RealImage.Create();
        await source.Client.PushAsync("library/alpine", RealImage.Create(), "v1");
        await source.Client.PushAsync("team/app", image, "v1");
        await source.StopAsync();
        await using var terminals = new Terminals(build, "5000");
        terminals.Place("/srv/zot");
        terminals.Place("/var/lib/docker-registry", source.Data);
        var snippets = Snippet.Of("migrating.md");
        Assert.Equal(["file: config.json", "session", "background", "run"], snippets.Select(static snippet => snippet.Use));

        foreach (var snippet in snippets)
        {
            await terminals.FollowAsync(snippet);
        }

        Assert.Contains($"\"Digest\": \"{image.Digest}\"", terminals.Shown, StringComparison.Ordinal);
    }
}
