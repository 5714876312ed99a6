namespace Zot.BlackBox.Distribution;

/// <summary>The catalog. It lists all repositories of a server, so each test starts its own server.</summary>
public sealed class CatalogTests
{
    private static readonly string[] Repositories = ["a", "a/b", "a/b/c", "a-b", "b", "c/d"];

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task An_empty_registry_has_an_empty_catalog(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);

        Assert.Empty((await zot.Client.GetAsync("/v2/_catalog")).Expect(200).ExpectHeader("Content-Type", "application/json").Strings("repositories"));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Repositories_are_listed_page_by_page_and_stay_after_a_restart(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        foreach (var repository in Repositories.Reverse())
        {
            await zot.Client.PushAsync(repository, Manifest.Image(), "v1");
        }

        var all = (await zot.Client.GetAsync("/v2/_catalog")).Expect(200).ExpectHeader("Link", null).Strings("repositories");

        Assert.Equal(Repositories.Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
        Assert.True(Array.IndexOf(all, "a") < Array.IndexOf(all, "a/b"));
        Assert.Equal(all, await PagesAsync(zot.Client));
        Assert.Equal(all[..2], (await zot.Client.GetAsync("/v2/_catalog?n=2")).Expect(200).Strings("repositories"));
        Assert.Equal(all[3..], (await zot.Client.GetAsync($"/v2/_catalog?last={all[2]}")).Expect(200).Strings("repositories"));
        Assert.Empty((await zot.Client.GetAsync("/v2/_catalog?n=0")).Expect(200).ExpectHeader("Link", null).Strings("repositories"));
        Assert.Empty((await zot.Client.GetAsync($"/v2/_catalog?last={all[^1]}")).Expect(200).Strings("repositories"));

        await zot.StopAsync();
        await zot.StartAgainAsync();

        Assert.Equal(all, (await zot.Client.GetAsync("/v2/_catalog")).Expect(200).Strings("repositories"));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Repository_is_listed_after_its_first_push(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);

        await zot.Client.PushBlobAsync("new/one", [1]);

        Assert.Equal(["new/one"], (await zot.Client.GetAsync("/v2/_catalog")).Expect(200).Strings("repositories"));
    }

    private static async Task<List<string>> PagesAsync(RegistryClient client)
    {
        var listed = new List<string>();
        for (var path = "/v2/_catalog?n=4"; path is not null;)
        {
            var page = (await client.GetAsync(path)).Expect(200);
            listed.AddRange(page.Strings("repositories"));
            var link = page.Header("Link");
            path = link is null ? null : link[1..link.IndexOf('>', StringComparison.Ordinal)];
        }

        return listed;
    }
}
