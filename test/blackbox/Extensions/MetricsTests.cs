using System.Text.Json.Nodes;
using Zot.BlackBox.Clients;
using Zot.BlackBox.Harness.Prometheus;
using Zot.BlackBox.Layout;

namespace Zot.BlackBox.Extensions;

/// <summary>Metrics: Prometheus text from the full build, JSON for the exporter from the minimal build.</summary>
public sealed class MetricsTests
{
    private const string Path = "/metrics";

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Only_listed_users_read_metrics_even_if_anonymous_users_may_pull(string build)
    {
        await using var zot = await StartAsync(build, http => Protect(http, new JsonObject { ["users"] = new JsonArray("alice") }));

        (await zot.Client.GetAsync("/v2/")).Expect(200);
        (await zot.Client.GetAsync(Path)).Expect(401).ExpectHeader("WWW-Authenticate", "Basic realm=\"Authorization Required\"");
        Assert.Equal(401, await StatusAsync(zot, "alice", "wrong"));
        Assert.Equal(401, await StatusAsync(zot, "nobody", "wonderland"));
        Assert.Equal(403, await StatusAsync(zot, "bob", "builder"));
        Assert.Equal(200, await StatusAsync(zot, "alice", "wonderland"));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Administrator_who_is_not_listed_is_denied(string build)
    {
        await using var zot = await StartAsync(build, http =>
        {
            Protect(http, new JsonObject { ["users"] = new JsonArray("alice") });
            http["accessControl"]!["adminPolicy"] =
                new JsonObject { ["users"] = new JsonArray("bob"), ["actions"] = new JsonArray("read", "create", "update", "delete") };
        });

        Assert.Equal(403, await StatusAsync(zot, "bob", "builder"));
        Assert.Equal(200, await StatusAsync(zot, "alice", "wonderland"));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task All_users_are_denied_if_none_is_listed(string build)
    {
        await using var zot = await StartAsync(build, http => Protect(http, metrics: null));

        (await zot.Client.GetAsync(Path)).Expect(401);
        Assert.Equal(403, await StatusAsync(zot, "alice", "wonderland"));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Anonymous_users_read_metrics_if_configured_and_invalid_credentials_are_rejected(string build)
    {
        await using var zot = await StartAsync(
            build, http => Protect(http, new JsonObject { ["anonymousPolicy"] = new JsonArray("read"), ["users"] = new JsonArray("alice") }));

        (await zot.Client.GetAsync(Path)).Expect(200);
        Assert.Equal(401, await StatusAsync(zot, "alice", "wrong"));
        Assert.Equal(403, await StatusAsync(zot, "bob", "builder"));
        Assert.Equal(200, await StatusAsync(zot, "alice", "wonderland"));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Every_user_reads_metrics_without_access_control(string build)
    {
        await using var zot = await StartAsync(build, http =>
        {
            Protect(http, metrics: null);
            http.Remove("accessControl");
        });

        (await zot.Client.GetAsync(Path)).Expect(401);
        Assert.Equal(200, await StatusAsync(zot, "bob", "builder"));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Metrics_are_read_with_GET_and_without_CORS(string build)
    {
        await using var zot = await StartAsync(build);

        (await zot.Client.GetAsync(Path)).Expect(200)
            .ExpectHeader("Content-Type", build == "full" ? "text/plain; version=0.0.4; charset=utf-8" : "application/json")
            .ExpectHeader("Access-Control-Allow-Origin", null);
        (await zot.Client.PostAsync(Path)).Expect(405);
        (await zot.Client.SendAsync("OPTIONS", Path)).Expect(405).ExpectHeader("Access-Control-Allow-Origin", null);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Path_and_enable_are_configurable_in_the_full_build_and_fixed_in_the_minimal_one(string build)
    {
        var isFull = build == "full";
        await using var moved = await StartAsync(
            build, metrics: new JsonObject { ["prometheus"] = new JsonObject { ["path"] = "/internal/figures" } });
        await using var off = await StartAsync(build, metrics: new JsonObject { ["enable"] = false });
        await using var absent = await ZotProcess.StartAsync(build);

        (await moved.Client.GetAsync("/internal/figures")).Expect(isFull ? 200 : 404);
        foreach (var zot in new[] { moved, off, absent })
        {
            (await zot.Client.GetAsync(Path)).Expect(isFull ? 404 : 200);
        }
    }

    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds]
    public async Task Pushes_by_skopeo_and_pulls_by_curl_are_counted(string build)
    {
        await using var zot = await StartAsync(build);
        await ReadAsync(zot, build);
        new ImageLayout(zot.Folder.Combine("in")).Add(RealImage.Create(), "v1");
        var remote = $"docker://{zot.Host}/team/app:v1";
        var manifest = $"{zot.Address}v2/team/app/manifests";

        await Tool.RunAsync("skopeo", "copy", "--quiet", "--dest-tls-verify=false", $"oci:{zot.Folder.Combine("in")}:v1", remote);
        for (var i = 0; i < 3; i++)
        {
            await Tool.RunAsync("curl", "-sf", "-o", "/dev/null", $"{manifest}/v1");
        }

        await Tool.RunAsync("curl", "-s", "-o", "/dev/null", "-I", $"{manifest}/v1");
        await Tool.RunAsync("curl", "-s", "-o", "/dev/null", $"{manifest}/absent");
        await Tool.RunAsync("curl", "-s", "-o", "/dev/null", $"{zot.Address}v2/made/up/manifests/v1");

        // A response may arrive shortly before it is counted; the size follows later.
        Figures figures = null!;
        await Eventually.TrueAsync(
            async () => (figures = await ReadAsync(zot, build))["zot_repo_storage_bytes{repo=\"team/app\"}"] == SizeOf(zot, "team/app")
                && figures["""zot_http_requests_total{code="404",method="GET"}"""] >= 2
                && figures["""zot_repo_downloads_total{repo="team/app"}"""] >= 3
                && figures.Of("zot_http_requests_total").Sum(value => value.Value) == figures.Of("zot_http_repo_latency_seconds_count").Sum(value => value.Value),
            "all is counted");
        Assert.Equal(1, figures["""zot_repo_uploads_total{repo="team/app"}"""]);
        Assert.Equal(3, figures["""zot_repo_downloads_total{repo="team/app"}"""]);
        Assert.Equal(2, figures["""zot_http_requests_total{code="404",method="GET"}"""]);
        Assert.DoesNotContain(figures.Of("zot_"), value => value.Key.Contains("made/up", StringComparison.Ordinal));
        var latency = figures["""zot_http_repo_latency_seconds_sum{repo="team/app"}"""];
        Assert.True(latency > 0 && latency != Math.Truncate(latency), $"{latency} s is not in whole seconds");
        Assert.True(figures.Of("zot_storage_lock_latency_seconds_count").Single().Value > 0);
    }

    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds]
    public async Task Concurrent_requests_are_all_counted(string build)
    {
        const int Clients = 8;
        const int Each = 50;
        await using var zot = await StartAsync(build);
        await ReadAsync(zot, build);
        await zot.Client.PushAsync("app", Manifest.Image(), "v1");
        const string Got = """zot_http_requests_total{code="200",method="GET"}""";
        var before = (await ReadAsync(zot, build))[Got];

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            using var client = new RegistryClient(zot.Address);
            for (var i = 0; i < Each; i++)
            {
                (await client.GetAsync("/v2/app/manifests/v1")).Expect(200);
                await ReadAsync(client, build);
            }
        }));

        Figures figures = null!;
        await Eventually.TrueAsync(
            async () => (figures = await ReadAsync(zot, build))["""zot_repo_downloads_total{repo="app"}"""] >= Clients * Each
                && figures[Got] - before >= Clients * Each,
            "all is counted");
        Assert.Equal(Clients * Each, figures["""zot_repo_downloads_total{repo="app"}"""]);
        Assert.Equal(Clients * Each, figures[Got] - before);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Size_of_existing_repositories_and_build_information_are_reported(string build)
    {
        await using var zot = await StartAsync(build);
        await zot.Client.PushAsync("a/b", Manifest.Image(), "v1");
        await zot.StopAsync();

        await zot.StartAgainAsync();

        Figures figures = null!;
        await Eventually.TrueAsync(
            async () => (figures = await ReadAsync(zot, build))["""zot_repo_storage_bytes{repo="a/b"}"""] > 0, "the size is known");
        Assert.Equal(SizeOf(zot, "a/b"), figures["""zot_repo_storage_bytes{repo="a/b"}"""]);
        var info = Assert.Single(figures.Of("zot_info"));
        Assert.Equal(1, info.Value);
        Assert.Contains(build == "full" ? "-metrics" : "binaryType=\"minimal\"", info.Key, StringComparison.Ordinal);
        Assert.Contains("version=\"v", info.Key, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [InlineData("full")]
    public async Task Families_of_zot_and_of_the_process_have_the_expected_types(string build)
    {
        Assert.SkipUnless(ZotBinary.Builds.Contains(build), "this build is not tested");
        await using var zot = await StartAsync(build);
        await zot.Client.PushAsync("app", Manifest.Image(), "v1");
        await zot.Client.GetAsync("/v2/app/manifests/v1");
        await Eventually.TrueAsync(async () => (await ReadAsync(zot, build)).Of("zot_repo_storage_bytes").Any(), "the size is known");

        var families = PrometheusParser.Parse((await zot.Client.GetAsync(Path)).Text);

        var types = new Dictionary<string, string>
        {
            ["zot_http_requests_total"] = "counter",
            ["zot_http_repo_latency_seconds"] = "summary",
            ["zot_http_method_latency_seconds"] = "histogram",
            ["zot_repo_storage_bytes"] = "gauge",
            ["zot_repo_uploads_total"] = "counter",
            ["zot_repo_downloads_total"] = "counter",
            ["zot_info"] = "gauge",
            ["zot_storage_lock_latency_seconds"] = "histogram",
            ["process_cpu_seconds_total"] = "counter",
            ["process_resident_memory_bytes"] = "gauge",
            ["process_open_fds"] = "gauge",
            ["dotnet_gc_collections_total"] = "counter",
        };
        Assert.Equal(types, types.ToDictionary(type => type.Key, type => families[type.Key].Type));
        Assert.Equal(
            ["0.05", "0.5", "1", "5", "30", "60", "600", "+Inf"],
            families["zot_http_method_latency_seconds"].Samples.Where(sample => sample.Labels.ContainsKey("le")).Select(sample => sample.Labels["le"]).Distinct());
        Assert.Equal(
            ["0.001", "0.01", "0.1", "1", "5", "10", "15", "30", "60", "+Inf"],
            families["zot_storage_lock_latency_seconds"].Samples.Where(sample => sample.Labels.ContainsKey("le")).Select(sample => sample.Labels["le"]));
        Assert.Equal(zot.Data, families["zot_storage_lock_latency_seconds"].Samples[0].Labels["storageName"]);
    }

    private static async Task<int> StatusAsync(ZotProcess zot, string user, string password)
    {
        using var client = new RegistryClient(zot.Address, Htpasswd.Basic(user, password));
        return (await client.GetAsync(Path)).Status;
    }

    private static Task<Figures> ReadAsync(ZotProcess zot, string build) => ReadAsync(zot.Client, build);

    private static async Task<Figures> ReadAsync(RegistryClient client, string build)
    {
        var answer = (await client.GetAsync(Path)).Expect(200);
        return build == "full" ? Figures.OfText(answer) : Figures.OfJson(answer);
    }

    private static long SizeOf(ZotProcess zot, string repository) =>
        new DirectoryInfo(System.IO.Path.Combine(zot.Data, repository, "blobs")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
        + new FileInfo(System.IO.Path.Combine(zot.Data, repository, "index.json")).Length;

    private static void Protect(JsonObject http, JsonObject? metrics)
    {
        http["accessControl"] = new JsonObject
        {
            ["repositories"] = new JsonObject
            {
                ["**"] = new JsonObject { ["anonymousPolicy"] = new JsonArray("read"), ["defaultPolicy"] = new JsonArray("read", "create") },
            },
        };
        if (metrics is not null)
        {
            http["accessControl"]!["metrics"] = metrics;
        }

        http["auth"] = new JsonObject { ["htpasswd"] = new JsonObject { ["path"] = "htpasswd" } };
    }

    private static Task<ZotProcess> StartAsync(string build, Action<JsonObject>? http = null, JsonObject? metrics = null) =>
        ZotProcess.StartAsync(build, (options, folder) =>
        {
            options["extensions"] = new JsonObject { ["metrics"] = metrics?.DeepClone() ?? new JsonObject { ["enable"] = true } };
            http?.Invoke(options["http"]!.AsObject());
            if (options["http"]!["auth"]?["htpasswd"] is { } users)
            {
                var file = System.IO.Path.Combine(folder, "htpasswd");
                File.WriteAllText(file, $"{Htpasswd.Alice}\n{Htpasswd.Bob}\n");
                users["path"] = file;
            }
        });
}
