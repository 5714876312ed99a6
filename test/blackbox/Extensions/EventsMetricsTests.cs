using System.Text.Json.Nodes;
using Zot.BlackBox.Harness.Prometheus;

namespace Zot.BlackBox.Extensions;

/// <summary>Tests the Prometheus metrics of events, with the names of the distribution registry and of zot.</summary>
public sealed class EventsMetricsTests
{
    private static readonly string[] Gauges =
    [
        "registry_notifications_pending_total{endpoint=\"hook\"}", "zot_events_oldest_seconds{sink=\"hook\"}", "zot_events_breaker_open{sink=\"hook\"}",
        "zot_events_sink_closed{sink=\"hook\"}",
    ];

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Deliveries_and_failures_are_counted(string build)
    {
        await using var receiver = new EventReceiver { Answer = static taken => taken.Text("reference") == "poison" ? 400 : 200 };
        await using var zot = await ZotProcess.StartAsync(build, (options, _) => options["extensions"] = Extensions(receiver));
        await zot.Client.PushAsync("team/app", Manifest.Image(), "poison");
        await zot.Client.PushAsync("team/app", Manifest.Image(), "good");
        await receiver.WaitAsync(2);
        await Eventually.TrueAsync(
            async () => (await FiguresAsync(zot))["registry_notifications_pending_total{endpoint=\"hook\"}"] == 0, "nothing is pending", Limits.Process);

        var figures = await FiguresAsync(zot);

        Assert.Equal(
            (3, 2, 5),
            (figures["registry_notifications_events_total{endpoint=\"hook\",type=\"Events\"}"],
                figures["registry_notifications_events_total{endpoint=\"hook\",type=\"Successes\"}"],
                figures["registry_notifications_events_total{endpoint=\"hook\",type=\"Failures\"}"]));
        Assert.Equal(
            (2, 5),
            (figures["registry_notifications_status_total{code=\"200 OK\",endpoint=\"hook\"}"],
                figures["registry_notifications_status_total{code=\"400 Bad Request\",endpoint=\"hook\"}"]));
        Assert.Equal(
            (1, 1, 1, 1),
            (figures["zot_events_delivered_total{action=\"push\",artifact=\"manifest\",sink=\"hook\"}"],
                figures["zot_events_delivered_total{action=\"create\",artifact=\"repository\",sink=\"hook\"}"],
                figures["zot_events_given_up_total{sink=\"hook\"}"], figures["zot_events_dead_letters{sink=\"hook\"}"]));
        Assert.Equal(
            (2, 3, 5, 2),
            (figures["zot_events_delivery_latency_seconds_count{sink=\"hook\"}"], figures["zot_events_delivery_attempts_count{sink=\"hook\"}"],
                figures["zot_events_attempt_duration_seconds_count{outcome=\"rejected\",sink=\"hook\"}"],
                figures["zot_events_attempt_duration_seconds_count{outcome=\"delivered\",sink=\"hook\"}"]));
        Assert.Equal(2, figures["zot_events_recorded_total{action=\"push\",artifact=\"manifest\"}"]);
        Assert.True(figures["zot_events_journal_commit_seconds_count"] > 0);
        Assert.True(figures["zot_events_journal_bytes"] > 0);
        Assert.All(Gauges, gauge => Assert.Contains(figures.Of(gauge), static value => value.Value == 0));
    }

    private static async Task<Figures> FiguresAsync(ZotProcess zot) => Figures.OfText((await zot.Client.GetAsync("/metrics")).Expect(200));

    private static JsonObject Extensions(EventReceiver receiver) => new()
    {
        ["metrics"] = new JsonObject { ["enable"] = true, ["prometheus"] = new JsonObject { ["path"] = "/metrics" } },
        ["events"] = new JsonObject
        {
            ["enable"] = true,
            ["sinks"] = new JsonArray(new JsonObject { ["name"] = "hook", ["type"] = "http", ["address"] = receiver.Address }),
        },
    };
}
