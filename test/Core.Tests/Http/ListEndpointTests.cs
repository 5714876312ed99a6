using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Xunit;
using Zot.Core.Tests.Http.Support;
using Zot.Hosting.Routes;
using Zot.Registry;

namespace Zot.Core.Tests.Http;

public sealed class ListEndpointTests
{
    private const string Subject = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData("", "a b c d", null)]
    [InlineData("?n=2", "a b", "</v2/lib/app/tags/list?n=2&last=b>; rel=\"next\"")]
    [InlineData("?n=4", "a b c d", null)]
    [InlineData("?n=9", "a b c d", null)]
    [InlineData("?n=0", "", null)]
    [InlineData("?n=1&last=b", "c", "</v2/lib/app/tags/list?n=1&last=c>; rel=\"next\"")]
    [InlineData("?last=b", "c d", null)]
    [InlineData("?last=bb", "c d", null)]
    [InlineData("?last=0", "a b c d", null)]
    [InlineData("?last=d", "", null)]
    [InlineData("?last=zzz&n=2", "", null)]
    [InlineData("?last=", "a b c d", null)]
    public async Task Tag_page_has_the_tags_after_last_in_order(string query, string expected, string? link)
    {
        await using var server = await RegistryServer.StartAsync();
        foreach (var tag in new[] { "d", "b", "c", "a" })
        {
            server.Registry.AddManifest("lib/app", tag);
        }

        using var answer = await server.SendAsync("GET", "/v2/lib/app/tags/list" + query);

        var body = JsonDocument.Parse(await answer.TextAsync()).RootElement;
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Header("Content-Type")));
        Assert.Equal("lib/app", body.GetProperty("name").GetString());
        Assert.Equal(expected, string.Join(' ', body.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString())));
        Assert.Equal(link, answer.Header("Link"));
    }

    [Fact]
    public async Task Tags_of_a_repository_without_tags_are_an_empty_list()
    {
        await using var server = await RegistryServer.StartAsync();
        server.Registry.AddRepository("app");

        Assert.Equal("""{"name":"app","tags":[]}""", await server.Client.GetStringAsync("/v2/app/tags/list"));
    }

    [Fact]
    public async Task Tags_of_an_unknown_repository_are_404()
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync("GET", "/v2/app/tags/list");

        await answer.AssertRefusedAsync(HttpStatusCode.NotFound, "NAME_UNKNOWN");
    }

    [Theory]
    [InlineData("?n=x")]
    [InlineData("?n=-1")]
    [InlineData("?n=1&n=2")]
    [InlineData("?last=a&last=b")]
    public async Task Tags_of_an_invalid_page_are_400(string query)
    {
        await using var server = await RegistryServer.StartAsync();
        server.Registry.AddRepository("app");

        using var answer = await server.SendAsync("GET", "/v2/app/tags/list" + query);

        await answer.AssertRefusedAsync(HttpStatusCode.BadRequest, "UNSUPPORTED");
    }

    [Theory]
    [InlineData(10_000, "v{0}", true)]
    [InlineData(10_000, "a-rather-long-tag-of-a-nightly-build-{0}", false)]
    [InlineData(3, "quote\"back\\slash\u00e9 {0}", true)]
    public async Task Any_number_of_tags_is_listed_completely(int count, string form, bool hasLength)
    {
        await using var server = await RegistryServer.StartAsync();
        var tags = Enumerable.Range(0, count).Select(number => string.Format(null, form, number)).Order(StringComparer.Ordinal).ToArray();
        foreach (var tag in tags)
        {
            server.Registry.AddManifest("app", tag);
        }

        using var answer = await server.SendAsync("GET", "/v2/app/tags/list");

        var body = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement;
        Assert.Equal(tags, body.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal(hasLength, answer.Headers.TransferEncodingChunked != true);
    }

    [Theory]
    [InlineData("", "a a/b ab c/d", null)]
    [InlineData("?n=2", "a a/b", "</v2/_catalog?n=2&last=a/b>; rel=\"next\"")]
    [InlineData("?n=2&last=a/b", "ab c/d", null)]
    [InlineData("?n=0", "", null)]
    [InlineData("?n=", "a a/b ab c/d", null)]
    [InlineData("?n=x", "a a/b ab c/d", null)]
    [InlineData("?last=aa", "ab c/d", null)]
    [InlineData("?last=No-Name", "", null)]
    [InlineData("?n=4", "a a/b ab c/d", null)]
    public async Task Catalog_page_has_the_repositories_after_last_in_order(string query, string expected, string? link)
    {
        await using var server = await RegistryServer.StartAsync();
        foreach (var name in new[] { "c/d", "ab", "a/b", "a" })
        {
            server.Registry.AddRepository(name);
        }

        using var answer = await server.SendAsync("GET", "/v2/_catalog" + query);

        var body = JsonDocument.Parse(await answer.TextAsync()).RootElement;
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Header("Content-Type")));
        Assert.Equal(expected, string.Join(' ', body.GetProperty("repositories").EnumerateArray().Select(name => name.GetString())));
        Assert.Equal(link, answer.Header("Link"));
    }

    [Fact]
    public async Task Catalog_of_ten_thousand_repositories_is_complete()
    {
        await using var server = await RegistryServer.StartAsync();
        for (var number = 0; number < 10_000; number++)
        {
            server.Registry.AddRepository($"team/project/application-number-{number}");
        }

        var body = JsonDocument.Parse(await server.Client.GetByteArrayAsync("/v2/_catalog")).RootElement;

        Assert.Equal(10_000, body.GetProperty("repositories").GetArrayLength());
    }

    [Theory]
    [InlineData("", 3, null)]
    [InlineData("?artifactType=application/one", 1, "artifactType")]
    [InlineData("?artifactType=application/one&artifactType=application/two", 2, "artifactType")]
    [InlineData("?artifactType=application/other", 0, "artifactType")]
    public async Task Referrers_are_an_index_of_the_requested_types(string query, int count, string? applied)
    {
        await using var server = await RegistryServer.StartAsync();
        var digest = DigestAlgorithm.Sha256.Compute("x"u8);
        foreach (var type in new[] { "application/one", "application/two", null })
        {
            server.Registry.AddReferrer("app", Digest.Parse(Subject), new Descriptor(MediaTypes.OciManifest, digest, 7)
            {
                ArtifactType = type,
                Annotations = type is null ? null : new Dictionary<string, string> { ["key"] = "välue \"q\"" },
            });
        }

        using var answer = await server.SendAsync("GET", $"/v2/app/referrers/{Subject}{query}");

        var body = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement;
        Assert.Equal((HttpStatusCode.OK, MediaTypes.OciIndex), (answer.StatusCode, answer.Header("Content-Type")));
        Assert.Equal(applied, answer.Header("OCI-Filters-Applied"));
        Assert.Equal((2, MediaTypes.OciIndex), (body.GetProperty("schemaVersion").GetInt32(), body.GetProperty("mediaType").GetString()));
        var manifests = body.GetProperty("manifests");
        Assert.Equal(count, manifests.GetArrayLength());
        if (count > 0)
        {
            Assert.Equal(digest.ToString(), manifests[0].GetProperty("digest").GetString());
            Assert.Equal(7, manifests[0].GetProperty("size").GetInt64());
            Assert.Equal("application/one", manifests[0].GetProperty("artifactType").GetString());
            Assert.Equal("välue \"q\"", manifests[0].GetProperty("annotations").GetProperty("key").GetString());
        }
    }

    [Fact]
    public async Task Referrers_are_paged_by_links_that_keep_the_filter()
    {
        await using var server = await RegistryServer.StartAsync();
        var digests = Enumerable.Range(0, 5).Select(static at => DigestAlgorithm.Sha256.Compute([(byte)at])).ToList();
        foreach (var digest in digests)
        {
            server.Registry.AddReferrer("app", Digest.Parse(Subject), new Descriptor(MediaTypes.OciManifest, digest, 7) { ArtifactType = "application/a+b" });
        }

        List<string> seen = [];
        var next = $"/v2/app/referrers/{Subject}?artifactType=application/a%2Bb&n=2";
        while (next is not null)
        {
            using var answer = await server.SendAsync("GET", next);
            var body = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement;
            seen.AddRange(body.GetProperty("manifests").EnumerateArray().Select(static referrer => referrer.GetProperty("digest").GetString()!));
            Assert.Equal("artifactType", answer.Header("OCI-Filters-Applied"));
            next = answer.Header("Link")?.Split('<', '>')[1];
            Assert.True(next is null || next.StartsWith($"/v2/app/referrers/{Subject}?artifactType=application/a%2Bb&n=2&last=sha256:", StringComparison.Ordinal), next);
        }

        Assert.Equal(digests.Select(static digest => digest.ToString()), seen);
    }

    [Fact]
    public async Task Referrers_longer_than_the_buffer_are_sent_in_pieces()
    {
        await using var server = await RegistryServer.StartAsync();
        for (var at = 0; at < 100; at++)
        {
            server.Registry.AddReferrer("app", Digest.Parse(Subject), new Descriptor(MediaTypes.OciManifest, DigestAlgorithm.Sha256.Compute([(byte)at]), 7)
            {
                Annotations = new Dictionary<string, string> { ["a"] = new string('x', 10_000) },
            });
        }

        using var answer = await server.SendAsync("GET", $"/v2/app/referrers/{Subject}");

        // A list that is sent before it is complete has no length.
        Assert.True(answer.Headers.TransferEncodingChunked);
        var body = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement;
        Assert.Equal(100, body.GetProperty("manifests").GetArrayLength());
        Assert.All(body.GetProperty("manifests").EnumerateArray(), static referrer => Assert.Equal(10_000, referrer.GetProperty("annotations").GetProperty("a").GetString()!.Length));
    }

    [Fact]
    public async Task Referrers_of_unknown_content_are_an_empty_index()
    {
        await using var server = await RegistryServer.StartAsync();

        Assert.Equal(
            """{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}""",
            await server.Client.GetStringAsync($"/v2/unknown/referrers/{Subject}"));
    }

    [Fact]
    public async Task Referrers_of_an_invalid_digest_are_400()
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync("GET", "/v2/app/referrers/sha256:x");

        await answer.AssertRefusedAsync(HttpStatusCode.BadRequest, "DIGEST_INVALID");
    }

    [Fact]
    public async Task Discover_without_extensions_is_an_empty_list()
    {
        await using var server = await RegistryServer.StartAsync();

        Assert.Equal("""{"extensions":[]}""", await server.Client.GetStringAsync("/v2/_oci/ext/discover"));
    }

    [Fact]
    public async Task Discover_lists_the_extensions()
    {
        await using var server = await RegistryServer.StartAsync(
            routes:
            [
                new("/v2/_zot/ext/mgmt", ["GET"], Nothing) { Discovery = DiscoveredEndpoint.Mgmt },
                new("/v2/_zot/ext/search", ["GET"], Nothing) { Discovery = DiscoveredEndpoint.Search },
                new("/v2/_zot/ext/events", ["GET"], Nothing),
            ]);

        Assert.Equal(
            """{"extensions":[{"name":"_zot","url":"https://github.com/project-zot/zot/blob/v1.2.3/pkg/extensions/_zot.md","description":"zot registry extensions","endpoints":["/v2/_zot/ext/search","/v2/_zot/ext/mgmt"]}]}""",
            await server.Client.GetStringAsync("/v2/_oci/ext/discover"));
    }

    [Theory]
    [InlineData("GET", "/livez")]
    [InlineData("POST", "/livez")]
    [InlineData("GET", "/readyz")]
    [InlineData("GET", "/startupz")]
    public async Task Probes_of_a_running_server_succeed(string method, string path)
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync(method, path);

        Assert.Equal((HttpStatusCode.OK, "ok"), (answer.StatusCode, await answer.TextAsync()));
    }

    private static Task Nothing(HttpContext context) => Task.CompletedTask;
}
