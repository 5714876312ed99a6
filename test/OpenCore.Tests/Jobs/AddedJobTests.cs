using Xunit;
using Zot.Configuration;
using Zot.Registry;
using Zot.Testing;
using Zot.Testing.Serving;

namespace Zot.OpenCore.Tests.Jobs;

/// <summary>Background work that an extension adds.</summary>
public sealed class AddedJobTests
{
    [Fact]
    public async Task Jobs_run_for_all_repositories_although_one_of_them_fails_and_are_part_of_the_status()
    {
        var extension = new CountingExtension();
        await using var registry = await ExtendedRegistry.StartAsync(new ZotOptions(), extension);
        await registry.Content.PushImageAsync(RepositoryName.Parse("app"), "v1");
        await registry.Content.PushImageAsync(RepositoryName.Parse("bad"), "v1");
        await registry.Content.PushImageAsync(RepositoryName.Parse("tool"), "v1");

        await Eventually.HoldsAsync(
            () => Task.FromResult(extension.Jobs!.Counts.GetValueOrDefault("app") == 1
                && extension.Jobs.Counts.GetValueOrDefault("tool") == 1),
            "the tags are counted");

        Assert.False(extension.Jobs!.Counts.ContainsKey("bad"));
        var status = await registry.Client.GetStringAsync("/v2/_zot/status", TestContext.Current.CancellationToken);
        Assert.Contains("\"name\":\"count\"", status, StringComparison.Ordinal);
    }
}
