namespace Zot.BlackBox.Distribution;

/// <summary>end-8a, end-8b.</summary>
public sealed class TagListTests(SharedServers servers) : RegistryTest(servers)
{
    private static readonly string[] Tags = ["1.0", "1.10", "1.2", "A", "_", "a", "latest"];

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("", "1.0 1.10 1.2 A _ a latest")]
    [BothBuilds("?n=3", "1.0 1.10 1.2")]
    [BothBuilds("?n=7", "1.0 1.10 1.2 A _ a latest")]
    [BothBuilds("?n=100", "1.0 1.10 1.2 A _ a latest")]
    [BothBuilds("?n=0", "")]
    [BothBuilds("?last=1.2", "A _ a latest")]
    [BothBuilds("?n=2&last=1.2", "A _")]
    [BothBuilds("?n=2&last=a", "latest")]
    [BothBuilds("?last=latest", "")]
    [BothBuilds("?last=1.11", "1.2 A _ a latest")]
    [BothBuilds("?n=1&last=0", "1.0")]
    [BothBuilds("?last=zzz", "")]
    public async Task Tags_are_listed_in_order_of_their_bytes(string build, string query, string expected)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        foreach (var tag in Tags.Reverse())
        {
            await client.PushAsync(Repository, image, tag);
        }

        var answer = (await client.GetAsync($"/v2/{Repository}/tags/list{query}")).Expect(200).ExpectHeader("Content-Type", "application/json");

        Assert.Equal(Repository, answer.Json.GetProperty("name").GetString());
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), answer.Strings("tags"));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Links_lead_through_all_pages(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        string[] tags = [.. Enumerable.Range(0, 23).Select(i => $"v{i:D2}")];
        foreach (var tag in tags)
        {
            await client.PushAsync(Repository, image, tag);
        }

        var listed = new List<string>();
        for (var path = $"/v2/{Repository}/tags/list?n=5"; path is not null;)
        {
            var page = (await client.GetAsync(path)).Expect(200);
            listed.AddRange(page.Strings("tags"));
            path = NextOf(page.Header("Link"));
        }

        Assert.Equal(tags, listed);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("?n=0")]
    [BothBuilds("?n=1")]
    [BothBuilds("?n=2")]
    [BothBuilds("")]
    public async Task Last_page_has_no_link(string build, string query)
    {
        var client = await ClientAsync(build);
        await client.PushAsync(Repository, Manifest.Image(), "v1");

        (await client.GetAsync($"/v2/{Repository}/tags/list{query}")).Expect(200).ExpectHeader("Link", null);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("?n=-1")]
    [BothBuilds("?n=x")]
    [BothBuilds("?n=1.5")]
    [BothBuilds("?n=1&n=2")]
    [BothBuilds("?last=a&last=b")]
    public async Task Invalid_page_is_400(string build, string query)
    {
        var client = await ClientAsync(build);
        await client.PushAsync(Repository, Manifest.Image(), "v1");

        (await client.GetAsync($"/v2/{Repository}/tags/list{query}")).Expect(400);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task A_repository_without_tags_has_an_empty_list(string build)
    {
        var client = await ClientAsync(build);
        await client.PushBlobAsync(Repository, [1]);

        Assert.Empty(await client.TagsAsync(Repository));
        await client.PushAsync(Repository, Manifest.Image());
        Assert.Empty(await client.TagsAsync(Repository));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task An_unknown_repository_is_NAME_UNKNOWN(string build)
    {
        var client = await ClientAsync(build);

        (await client.GetAsync($"/v2/{Repository}/tags/list")).ExpectError(404, "NAME_UNKNOWN", "name");
    }

    private static string? NextOf(string? link)
    {
        if (link is null)
        {
            return null;
        }

        Assert.Matches("^</v2/[^>]+>; rel=\"next\"$", link);
        return link[1..link.IndexOf('>', StringComparison.Ordinal)];
    }
}
