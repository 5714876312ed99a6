using System.Text.Json.Nodes;

namespace Zot.BlackBox.Distribution;

/// <summary>Responses to browsers of other origins.</summary>
public sealed class CorsTests(SharedServers servers) : RegistryTest(servers)
{
    private const string Headers = "Authorization,content-type,X-ZOT-API-CLIENT";

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("/v2/", "GET,OPTIONS")]
    [BothBuilds("/v2/_catalog", "GET,OPTIONS")]
    [BothBuilds("/v2/_oci/ext/discover", "GET,OPTIONS")]
    [BothBuilds("/v2/{0}/tags/list", "GET,OPTIONS")]
    [BothBuilds("/v2/{0}/referrers/sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "GET,OPTIONS")]
    [BothBuilds("/v2/{0}/manifests/v1", "HEAD,GET,DELETE,OPTIONS")]
    public async Task Reading_routes_are_open_to_any_origin(string build, string path, string methods)
    {
        var client = await ClientAsync(build);
        await client.PushAsync(Repository, Manifest.Image(), "v1");
        var route = path.Replace("{0}", Repository, StringComparison.Ordinal);

        (await client.SendAsync("OPTIONS", route)).Expect(204)
            .ExpectHeader("Access-Control-Allow-Origin", "*")
            .ExpectHeader("Access-Control-Allow-Methods", methods)
            .ExpectHeader("Access-Control-Allow-Headers", Headers)
            .ExpectHeader("Access-Control-Allow-Credentials", null);
        (await client.GetAsync(route)).Expect(200).ExpectHeader("Access-Control-Allow-Origin", "*");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Blobs_and_uploads_are_not_open_to_other_origins(string build)
    {
        var client = await ClientAsync(build);
        var digest = await client.PushBlobAsync(Repository, Blob.Random().Content);

        (await client.SendAsync("OPTIONS", $"/v2/{Repository}/blobs/{digest}")).Expect(405);
        (await client.GetAsync($"/v2/{Repository}/blobs/{digest}")).Expect(200).ExpectHeader("Access-Control-Allow-Origin", null);
        (await client.PostAsync($"/v2/{Repository}/blobs/uploads/")).Expect(202).ExpectHeader("Access-Control-Allow-Origin", null);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task A_configured_origin_may_send_credentials(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, (options, folder) =>
        {
            var http = options["http"]!.AsObject();
            http["allowOrigin"] = "https://ui.example.com";
            var htpasswd = Path.Combine(folder, "htpasswd");
            File.WriteAllText(htpasswd, Htpasswd.Alice);
            http["auth"] = new JsonObject { ["htpasswd"] = new JsonObject { ["path"] = htpasswd } };
        });

        (await zot.Client.SendAsync("OPTIONS", "/v2/")).Expect(204)
            .ExpectHeader("Access-Control-Allow-Origin", "https://ui.example.com")
            .ExpectHeader("Access-Control-Allow-Credentials", "true");
    }
}
