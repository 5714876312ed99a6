using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.CommandLine;

/// <summary>Tests <c>zot status</c> and the corresponding metrics.</summary>
public sealed class StatusTests : CommandTest
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Sweep_is_reported_by_table_JSON_log_and_metrics(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, static (options, _) =>
        {
            var storage = options["storage"]!.AsObject();
            (storage["gc"], storage["gcDelay"], storage["gcInterval"]) = (true, "1h", "1s");
            options["extensions"] = new JsonObject { ["metrics"] = new JsonObject { ["enable"] = true } };
        });
        await zot.Client.PushAsync("app", Manifest.Image(), "v1");

        await Eventually.TrueAsync(async () => (await JobAsync(zot)).GetProperty("sweeps").GetInt64() > 0, "the first sweep has ended");
        var table = await zot.RunAsync("status", "--url", zot.Address.ToString());

        await EndedAsync(table, 0);
        Assert.Matches(@"(?m)^zot v\d.* workers busy$", table.Output);
        Assert.Matches("(?m)^JOB +STATE +RESULT +SWEEPS +FAILURES +LAST END +NEXT START +RUNNING$", table.Output);
        Assert.Matches(@"(?m)^gc +(waiting|running) +ok +\d+ +0 ", table.Output);
        Assert.Equal("ok", (await JobAsync(zot)).GetProperty("lastResult").GetString());
        await zot.LogsAsync("sweep ended");
        var metrics = (await zot.Client.GetAsync("/metrics")).Expect(200).Text;
        Assert.Contains(build == "minimal" ? "zot.job.sweeps" : "zot_job_sweeps_total{job=\"gc\"}", metrics, StringComparison.Ordinal);
        if (build != "minimal") // the minimal build counts only after the first scrape
        {
            Assert.Contains("zot_gc_runs_total{error=\"false\"}", metrics, StringComparison.Ordinal);
        }

        Assert.Contains(
            build == "minimal" ? "zot.scheduler.tasksqueue.length" : "zot_scheduler_workers_tasks_duration_seconds_count{name=\"GCTask\"}",
            metrics,
            StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Unreachable_registry_is_an_error(string build)
    {
        var run = await RunAsync(build, "status", "--url", $"http://127.0.0.1:{FreePort.Next()}");

        await EndedAsync(run, 1);
        Assert.Contains("is the registry running?", run.Errors, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> JobAsync(ZotProcess zot)
    {
        var run = await zot.RunAsync("status", "-o", "json", "--url", zot.Address.ToString());
        await EndedAsync(run, 0);
        return JsonDocument.Parse(run.Output).RootElement.GetProperty("jobs").EnumerateArray().Single(static job => job.GetProperty("name").GetString() == "gc");
    }
}
