using System.Text.Json.Nodes;
using Zot.BlackBox.Harness.Prometheus;

namespace Zot.BlackBox.Extensions;

/// <c>zxp</c>: Prometheus text from a registry that was built without the metrics extension.
public sealed class MetricsExporterTests
{
    private const string Build = "minimal";
    private const string Path = "/metrics";

    [Fact(Timeout = Limits.LongTest)]
    public async Task Counts_of_the_registry_are_exported_to_Prometheus()
    {
        await using var zot = await StartAsync();
        await using var exporter = await ExporterProcess.StartAsync(zot);
        var before = (await exporter.Client.GetAsync(Path)).Expect(200).ExpectHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        await zot.Client.PushAsync("team/app", Manifest.Image(), "v1");
        (await zot.Client.GetAsync("/v2/team/app/manifests/v1")).Expect(200);

        Assert.Equal(1, Figures.OfText(before)["zot_up"]);
        IReadOnlyDictionary<string, PrometheusFamily> families = null!;
        await Eventually.TrueAsync(
            async () =>
            {
                families = PrometheusParser.Parse((await exporter.Client.GetAsync(Path)).Text);
                return families.ContainsKey("zot_repo_downloads_total") && families.ContainsKey("zot_repo_storage_bytes");
            },
            "all is counted");
        Assert.Equal(1, Assert.Single(families["zot_repo_downloads_total"].Samples).Value);
        Assert.Equal("team/app", Assert.Single(families["zot_repo_uploads_total"].Samples).Labels["repo"]);
        Assert.Equal(1, Assert.Single(families["zot_up"].Samples).Value);
        Assert.Equal("minimal", Assert.Single(families["zot_info"].Samples).Labels["binaryType"]);
        Assert.Equal(
            ("counter", "summary", "histogram", "histogram", "gauge"),
            (families["zot_http_requests_total"].Type, families["zot_http_repo_latency_seconds"].Type, families["zot_http_method_latency_seconds"].Type,
                families["zot_storage_lock_latency_seconds"].Type, families["zot_repo_storage_bytes"].Type));
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Stopped_registry_is_not_up()
    {
        await using var zot = await StartAsync();
        await using var exporter = await ExporterProcess.StartAsync(zot);
        await zot.StopAsync();

        var figures = Figures.OfText((await exporter.Client.GetAsync(Path)).Expect(200));

        Assert.Equal(["zot_up"], figures.Of("").Select(value => value.Key));
        Assert.Equal(0, figures["zot_up"]);
        await Eventually.TrueAsync(
            () => Task.FromResult(exporter.Log.Contains("failed to read metrics of the registry", StringComparison.Ordinal)),
            "the reason is logged");
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Registry_that_requires_a_password_is_read_with_credentials()
    {
        using var certificate = ServerCertificate.Create();
        await using var zot = await ZotProcess.StartAsync(
            Build,
            (options, folder) =>
            {
                var (http, users) = (options["http"]!.AsObject(), System.IO.Path.Combine(folder, "htpasswd"));
                File.WriteAllText(users, Htpasswd.Alice);
                http["tls"] = ServerCertificate.Write(certificate, folder);
                http["auth"] = new JsonObject { ["htpasswd"] = new JsonObject { ["path"] = users } };
                http["accessControl"] = new JsonObject { ["metrics"] = new JsonObject { ["users"] = new JsonArray("alice") } };
            },
            certificate);
        await using var stranger = await ExporterProcess.StartAsync(zot, (server, _) => server["cacert"] = zot.Folder.Combine("server.crt"));
        await using var alice = await ExporterProcess.StartAsync(zot, (server, _) =>
            (server["cacert"], server["username"], server["password"]) = (zot.Folder.Combine("server.crt"), "alice", "wonderland"));
        await using var distrustful = await ExporterProcess.StartAsync(zot, (server, _) => (server["username"], server["password"]) = ("alice", "wonderland"));

        Assert.Equal(0, await UpAsync(stranger));
        Assert.Equal(1, await UpAsync(alice));
        Assert.Equal(0, await UpAsync(distrustful));

        Assert.DoesNotContain("wonderland", alice.Log + distrustful.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Path_is_configurable()
    {
        await using var zot = await StartAsync();
        await using var exporter = await ExporterProcess.StartAsync(
            zot, (_, served) => served["metrics"] = new JsonObject { ["path"] = "/figures" });

        (await exporter.Client.GetAsync("/figures")).Expect(200);
        (await exporter.Client.GetAsync(Path)).Expect(404);
        (await exporter.Client.PostAsync("/figures")).Expect(405);
    }

    [Theory(Timeout = Limits.Test)]
    [InlineData("{}", "is empty")]
    [InlineData("""{"Server":{"prot":1}}""", "server.prot is not a known key")]
    [InlineData("""{"Server":{"protocol":"ftp"}}""", "server.protocol is 'ftp', but must be http or https")]
    [InlineData("""{"Server":{"username":"alice"}}""", "server.username is 'alice', but must be given together with password")]
    [InlineData("""{"Server":{"cacert":"/nowhere.crt"}}""", "server.cacert is '/nowhere.crt', but this file cannot be read")]
    [InlineData("""{"Exporter":{"port":"70000"}}""", "exporter.port")]
    [InlineData("""{"Exporter":{"metrics":{"path":"metrics"}}}""", "exporter.metrics.path is 'metrics', but must start with /")]
    public async Task Invalid_configuration_is_rejected_with_the_reason(string configuration, string reason)
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.ToEndAsync([ExporterProcess.Program, "config", folder.Write("zxp.json", configuration)]);

        Assert.Equal(1, await run.ExitCode);
        Assert.Contains(reason, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at Zot.", run.Transcript, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Exporter_without_a_command_prints_help()
    {
        var run = await CommandRun.ToEndAsync([ExporterProcess.Program]);

        Assert.Equal(0, await run.ExitCode);
        Assert.Contains("zxp", run.Output, StringComparison.Ordinal);
        Assert.Contains("config", run.Output, StringComparison.Ordinal);
    }

    private static async Task<double> UpAsync(ExporterProcess exporter) =>
        Figures.OfText((await exporter.Client.GetAsync(Path)).Expect(200))["zot_up"];

    private static Task<ZotProcess> StartAsync()
    {
        Assert.SkipUnless(ZotBinary.Builds.Contains(Build), "this build is not tested");
        return ZotProcess.StartAsync(Build);
    }
}
