namespace Zot.BlackBox.Distribution;

/// <summary>end-1, the discovery routes, and requests outside of all routes.</summary>
public sealed class SupportTests(SharedServers servers) : RegistryTest(servers)
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Base_route_confirms_the_specification(string build)
    {
        var client = await ClientAsync(build);

        (await client.GetAsync("/v2/")).Expect(200)
            .ExpectHeader("Docker-Distribution-API-Version", "registry/2.0")
            .ExpectHeader("WWW-Authenticate", null)
            .ExpectNoBody();
        (await client.HeadAsync("/v2/")).Expect(200).ExpectNoBody();
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("POST", "/v2/")]
    [BothBuilds("PUT", "/v2/_catalog")]
    [BothBuilds("POST", "/v2/app/tags/list")]
    [BothBuilds("POST", "/v2/app/manifests/v1")]
    [BothBuilds("DELETE", "/v2/app/blobs/uploads/")]
    [BothBuilds("PATCH", "/v2/app/manifests/v1")]
    public async Task Unsupported_method_of_a_route_is_405(string build, string method, string path)
    {
        var client = await ClientAsync(build);

        (await client.SendAsync(method, path)).Expect(405).ExpectNoBody();
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("/v2")]
    [BothBuilds("/v3/")]
    [BothBuilds("/v2/app/unknown")]
    [BothBuilds("/v2/app/blobs")]
    [BothBuilds("/v2/app/manifests/")]
    [BothBuilds("/v2/app/tags/list/")]
    public async Task A_path_without_a_route_is_not_found(string build, string path)
    {
        var client = await ClientAsync(build);

        (await client.GetAsync(path)).Expect(404);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("App")]
    [BothBuilds("app_")]
    [BothBuilds("-app")]
    [BothBuilds("a..b")]
    [BothBuilds("a/B")]
    [BothBuilds("a___b")]
    [BothBuilds("a/-b")]
    [BothBuilds("%2e%2e")]
    [BothBuilds("a%2fb")]
    public async Task Invalid_name_is_not_found(string build, string name)
    {
        var client = await ClientAsync(build);

        (await client.GetAsync($"/v2/{name}/tags/list")).Expect(404);
        (await client.GetAsync($"/v2/{name}/manifests/v1")).Expect(404);
        (await client.PostAsync($"/v2/{name}/blobs/uploads/")).Expect(404);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("a")]
    [BothBuilds("a.b")]
    [BothBuilds("a_b")]
    [BothBuilds("a__b")]
    [BothBuilds("a-b")]
    [BothBuilds("a--b")]
    [BothBuilds("a/b/c/d/e")]
    [BothBuilds("manifests/tags/referrers/uploads")]
    [BothBuilds("myblobs")]
    [BothBuilds("list")]
    [BothBuilds("0")]
    public async Task Every_name_of_the_grammar_is_a_repository(string build, string name)
    {
        var client = await ClientAsync(build);
        var repository = $"{Repository}/{name}";

        await client.PushAsync(repository, Manifest.Image(), "v1");

        Assert.Equal(["v1"], await client.TagsAsync(repository));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Repository_inside_the_blobs_of_another_is_NAME_INVALID(string build)
    {
        var client = await ClientAsync(build);
        await client.PushAsync(Repository, Manifest.Image(), "v1");

        (await client.PostAsync($"/v2/{Repository}/blobs/sha256/blobs/uploads/")).ExpectError(404, "NAME_INVALID", "name");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("GET //v2/ HTTP/1.1", "/v2/")]
    [BothBuilds("GET /v2/./_catalog HTTP/1.1", "/v2/_catalog")]
    public async Task An_unclean_path_is_redirected_to_the_clean_one(string build, string request, string clean)
    {
        var zot = await ServerAsync(Servers.PlainAsync(build));

        var answer = await RawRequest.SendAsync(zot.Port, [request]);

        Assert.StartsWith("HTTP/1.1 301", answer);
        Assert.Matches($"(?im)^Location: {clean}\r$", answer);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("/../../etc/passwd")]
    [BothBuilds("/v2/../../../etc/passwd")]
    [BothBuilds("/v2/app/blobs/sha256:..%2f..%2f..%2fetc%2fpasswd")]
    [BothBuilds("/v2/app/manifests/..%2f..%2findex.json")]
    [BothBuilds("/v2/..%2f..%2fetc/manifests/passwd")]
    public async Task Path_traversal_does_not_leave_the_storage(string build, string path)
    {
        var zot = await ServerAsync(Servers.PlainAsync(build));

        var answer = await RawRequest.SendAsync(zot.Port, [$"GET {path} HTTP/1.1"]);

        Assert.Matches("^HTTP/1.1 (301|400|404) ", answer);
        Assert.DoesNotContain("root:", answer);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("/livez")]
    [BothBuilds("/readyz")]
    [BothBuilds("/startupz")]
    public async Task A_running_server_is_healthy(string build, string path)
    {
        var client = await ClientAsync(build);

        Assert.Equal("ok", (await client.GetAsync(path)).Expect(200).Text.Trim());
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Discover_lists_extensions(string build)
    {
        var client = await ClientAsync(build);

        var answer = (await client.GetAsync("/v2/_oci/ext/discover")).Expect(200).ExpectHeader("Content-Type", "application/json");

        Assert.Equal(System.Text.Json.JsonValueKind.Array, answer.Json.GetProperty("extensions").ValueKind);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("GET / HTTP/9.9")]
    [BothBuilds("nonsense")]
    [BothBuilds("GET /v2/ HTTP/1.1\r\nContent-Length: -1")]
    [BothBuilds("GET /v2/\0 HTTP/1.1")]
    [BothBuilds("GET /v2/a%00/tags/list HTTP/1.1")]
    public async Task Malformed_HTTP_is_rejected_and_the_server_keeps_running(string build, string request)
    {
        var zot = await ServerAsync(Servers.PlainAsync(build));

        var answer = await RawRequest.SendAsync(zot.Port, [request]);

        Assert.Matches("^(HTTP/1.1 (400|404|505) |$)", answer);
        (await zot.Client.GetAsync("/v2/")).Expect(200);
    }
}
