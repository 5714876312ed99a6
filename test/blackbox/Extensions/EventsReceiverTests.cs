using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Extensions;

/// <summary>Tests deliveries to HTTP receivers, including all kinds of failures.</summary>
public sealed class EventsReceiverTests
{
    private const string Admin = "/v2/_zot/ext/events";
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Previous = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd";

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Event_in_binary_mode_has_exactly_the_expected_headers(string build)
    {
        await using var receiver = new RawReceiver();
        await using var zot = await StartAsync(build, receiver, static sink =>
        {
            sink["channel"] = "releases";
            sink["headers"] = new JsonObject { ["X-Origin"] = "reg1" };
            sink["credentials"] = new JsonObject { ["username"] = "zot", ["password"] = "swordfish" };
        });

        await zot.Client.PushAsync("team/app", Manifest.Image(), "v1");

        await receiver.WaitAsync(2);
        var updated = receiver.Attempts[1];
        Assert.Equal("POST /hook?token=in-the-query HTTP/1.1", updated.Line);
        Assert.Equal(
            [
                "authorization", "ce-channel", "ce-id", "ce-partitionkey", "ce-sequence", "ce-source", "ce-specversion", "ce-time", "ce-type",
                "content-length", "content-type", "host", "x-origin",
            ],
            updated.Headers.Select(static header => header.Key.ToLowerInvariant()).Order(StringComparer.Ordinal));
        Assert.Equal(
            ("zotregistry.image.updated", "1.0", "zotregistry.dev", "releases", "application/json", "reg1", $"Basic {Base64("zot:swordfish")}"),
            (updated["Ce-Type"], updated["Ce-Specversion"], updated["Ce-Source"], updated["Ce-Channel"], updated["Content-Type"], updated["x-origin"], updated["Authorization"]));
        Assert.Equal(("team/app", "2", $"127.0.0.1:{receiver.Port}"), (updated["Ce-Partitionkey"], updated["Ce-Sequence"], updated["Host"]));
        Assert.True(Guid.TryParse(updated["Ce-Id"], out _));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$", updated["Ce-Time"]);
        Assert.NotEqual(receiver.Attempts[0]["Ce-Id"], updated["Ce-Id"]);
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Signatures_of_both_secrets_follow_the_standard_at_every_attempt(string build)
    {
        await using var receiver = new RawReceiver();
        receiver.Answer = _ => receiver.Attempts.Count == 0 ? RawAnswer.Status("503 Service Unavailable", "Retry-After: 2") : RawAnswer.Ok;
        await using var zot = await StartAsync(
            build, receiver, static sink => sink["signing"] = new JsonObject { ["secret"] = Secret, ["previousSecret"] = Previous });

        await zot.Client.PushAsync("team/app", Manifest.Image(), "v1");

        await receiver.WaitAsync(3);
        var attempts = receiver.Attempts;
        Assert.All(attempts, static attempt =>
        {
            Assert.Equal(attempt["Ce-Id"], attempt["webhook-id"]);
            Assert.Equal([Sign(attempt, Secret), Sign(attempt, Previous)], attempt["webhook-signature"].Split(' '));
            Assert.InRange(Timestamp(attempt), attempt.Time.ToUnixTimeSeconds() - 60, attempt.Time.ToUnixTimeSeconds() + 1);
        });
        Assert.Equal(attempts[0]["webhook-id"], attempts[1]["webhook-id"]);
        Assert.True(Timestamp(attempts[1]) > Timestamp(attempts[0]), "the second attempt has the time of the first");
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Receiver_that_redirects_or_rejects_gets_five_attempts_and_then_the_next_event(string build)
    {
        await using var elsewhere = new RawReceiver();
        await using var receiver = new RawReceiver();
        receiver.Answer = attempt => attempt.Text("reference") switch
        {
            "moved" => RawAnswer.Status("301 Moved Permanently", $"Location: {elsewhere.Address}"),
            "temporary" => RawAnswer.Status("307 Temporary Redirect", $"Location: {elsewhere.Address}"),
            "nowhere" => RawAnswer.Status("307 Temporary Redirect"),
            "wrong" => RawAnswer.Status("400 Bad Request"),
            _ => RawAnswer.Ok,
        };
        await using var zot = await StartAsync(build, receiver, static sink => sink["credentials"] = new JsonObject { ["token"] = "not-for-others" });
        string[] refused = ["moved", "temporary", "nowhere", "wrong"];

        await Task.WhenAll(refused.Select(async reference =>
        {
            await zot.Client.PushAsync($"team/{reference}", Manifest.Image(), reference);
            await zot.Client.PushAsync($"team/{reference}", Manifest.Image(), $"after-{reference}");
        }));

        await Eventually.TrueAsync(
            () => Task.FromResult(refused.All(reference => Taken(receiver, $"after-{reference}") == 1)), "the following events are delivered", Limits.Process);
        Assert.All(refused, reference => Assert.Equal(5, Taken(receiver, reference)));
        Assert.Empty(elsewhere.Attempts);
        var letters = (await zot.Client.GetAsync($"{Admin}/deadletters")).Expect(200).Json.GetProperty("deadLetters").EnumerateArray().ToList();
        Assert.Equal(
            ["301 Moved Permanently", "307 Temporary Redirect", "307 Temporary Redirect", "400 Bad Request"],
            letters.Select(static letter => letter.GetProperty("reason").GetString()).Order(StringComparer.Ordinal));
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Receiver_returning_410_is_suspended_until_restart_and_loses_no_events(string build)
    {
        await using var receiver = new RawReceiver { Answer = static _ => RawAnswer.Status("410 Gone") };
        await using var zot = await StartAsync(build, receiver);
        await zot.Client.PushAsync("team/app", Manifest.Image(), "v1");
        await Eventually.TrueAsync(async () => await StateAsync(zot) == "closed", "the sink is closed", Limits.Process);
        await zot.Client.PushAsync("team/app", Manifest.Image(), "v2");
        var attempts = receiver.Attempts.Count;
        var waiting = (await SinkAsync(zot)).GetProperty("waiting").GetInt32();

        receiver.Answer = static _ => RawAnswer.Ok;
        await zot.StopAsync();
        await zot.StartAgainAsync();
        await receiver.WaitAsync(attempts + 3);

        Assert.Equal((1, 3), (attempts, waiting));
        Assert.Equal([null, "v1", "v2"], receiver.Attempts.Skip(attempts).Select(static attempt => attempt.Text("reference")));
        Assert.Contains("event sink closed", zot.Log, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Retry_After_of_a_receiver_is_honored(string build)
    {
        await using var receiver = new RawReceiver();
        receiver.Answer = _ => receiver.Attempts.Count == 0 ? RawAnswer.Status("429 Too Many Requests", "Retry-After: 2") : RawAnswer.Ok;
        await using var zot = await StartAsync(build, receiver);

        await zot.Client.PushAsync("team/app", Manifest.Image(), "v1");

        await receiver.WaitAsync(3);
        var attempts = receiver.Attempts;
        Assert.Equal(attempts[0]["Ce-Id"], attempts[1]["Ce-Id"]);
        Assert.InRange((attempts[1].Time - attempts[0].Time).TotalSeconds, 1.9, 60);
        Assert.Equal("v1", attempts[2].Text("reference"));
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Receiver_with_any_failure_is_retried_until_it_accepts_every_event_once(string build)
    {
        string[] failures =
        [
            "500 Internal Server Error", "503 Service Unavailable", "408 Request Timeout",
            nameof(RawAnswer.Silence), nameof(RawAnswer.HalfALine), nameof(RawAnswer.HalfABody), nameof(RawAnswer.EndlessBody),
        ];
        await using var receiver = new RawReceiver();
        receiver.Answer = attempt => receiver.Attempts.Any(earlier => earlier["Ce-Id"] == attempt["Ce-Id"])
            ? RawAnswer.OkWithEndlessBody
            : RawAnswer.Named(failures[int.Parse(attempt["Ce-Partitionkey"], CultureInfo.InvariantCulture)]);
        await using var zot = await StartAsync(build, receiver, static sink => sink["timeout"] = "3s");

        await Task.WhenAll(failures.Select((_, number) => zot.Client.PushAsync($"{number}", Manifest.Image(), "v1")));

        await receiver.WaitAsync(failures.Length * 4);
        await Eventually.TrueAsync(async () => (await SinkAsync(zot)).GetProperty("waiting").GetInt32() == 0, "nothing waits", Limits.Process);
        Assert.All(receiver.Attempts.GroupBy(static attempt => attempt["Ce-Id"]), static tries => Assert.Equal(2, tries.Count()));
        Assert.All(receiver.Attempts.GroupBy(static attempt => attempt["Ce-Partitionkey"]), static ofOne =>
            Assert.Equal(["1", "1", "2", "2"], ofOne.Select(static attempt => attempt["Ce-Sequence"])));
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Receiver_back_from_a_long_outage_gets_all_events_in_order_per_repository(string build)
    {
        const int Repositories = 5;
        const int Pushes = 8;
        var port = FreePort.Next();
        await using var zot = await ZotProcess.StartAsync(
            build, (options, _) => options["extensions"] = EventsConfiguration.Of(EventsConfiguration.Http($"http://127.0.0.1:{port}/hook")));

        await Task.WhenAll(Enumerable.Range(0, Repositories).Select(async repository =>
        {
            for (var push = 0; push < Pushes; push++)
            {
                await zot.Client.PushAsync($"team/app{repository}", Manifest.Image(), $"v{push}");
            }
        }));
        await Eventually.TrueAsync(async () => await StateAsync(zot) == "resting", "the circuit is open", Limits.Process);
        await using var receiver = new EventReceiver(port);
        await receiver.WaitAsync(Repositories * (Pushes + 1));

        Assert.All(receiver.Taken.GroupBy(static taken => taken.Headers["Ce-Partitionkey"]), static ofOne => Assert.Equal(
            [("1", null), .. Enumerable.Range(0, Pushes).Select(static push => ($"{push + 2}", (string?)$"v{push}"))],
            ofOne.Select(static taken => (taken.Headers["Ce-Sequence"], taken.Text("reference")))));
        Assert.Equal(Repositories * (Pushes + 1), receiver.Taken.Count);
        Assert.Equal("running", await StateAsync(zot));
        await zot.LogsAsync("circuit breaker opened");
        await zot.LogsAsync("circuit breaker closed");
        Assert.Single(zot.Log.Split('\n'), static line => line.Contains("circuit breaker opened", StringComparison.Ordinal));
        Assert.Single(zot.Log.Split('\n'), static line => line.Contains("circuit breaker closed", StringComparison.Ordinal));
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Event_that_is_never_accepted_blocks_no_other_repository(string build)
    {
        const int Poisoned = 6;
        await using var receiver = new EventReceiver { Answer = static taken => taken.Text("reference") == "poison" ? 500 : 200 };
        await using var zot = await ZotProcess.StartAsync(
            build, (options, _) => options["extensions"] = EventsConfiguration.Of(EventsConfiguration.Http(receiver.Address)));
        for (var number = 0; number < Poisoned; number++)
        {
            await zot.Client.PushAsync($"team/poisoned{number}", Manifest.Image(), "poison");
            await zot.Client.PushAsync($"team/poisoned{number}", Manifest.Image(), "behind");
        }

        await Eventually.TrueAsync(async () => await StateAsync(zot) == "resting", "the circuit is open because of them", Limits.Process);

        for (var number = 0; number < 10; number++)
        {
            await zot.Client.PushAsync($"team/app{number}", Manifest.Image(), "v1");
        }

        await Eventually.TrueAsync(
            () => Task.FromResult(receiver.Taken.Count(static taken => taken.Text("name")?.StartsWith("team/app", StringComparison.Ordinal) == true) >= 20),
            "the other repositories' events are delivered",
            Limits.Process);
        Assert.DoesNotContain("behind", receiver.Taken.Select(static taken => taken.Text("reference")));
        await Eventually.TrueAsync(
            async () => (await SinkAsync(zot)).GetProperty("waiting").GetInt32() == 2 * Poisoned,
            "only the poison events and those behind them are pending",
            Limits.Process);
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Stop_does_not_wait_for_a_receiver_that_never_responds(string build)
    {
        await using var receiver = new RawReceiver { Answer = static _ => RawAnswer.Silence };
        await using var zot = await StartAsync(build, receiver, static sink => sink["timeout"] = "5m");
        await Task.WhenAll(Enumerable.Range(0, 12).Select(number => zot.Client.PushAsync($"team/app{number}", Manifest.Image(), "v1")));
        await receiver.WaitAsync(8);
        var watch = Stopwatch.StartNew();

        var code = await zot.StopAsync();

        Assert.Equal(0, code);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 25);
        receiver.Answer = static _ => RawAnswer.Ok;
        var before = receiver.Attempts.Count;
        await zot.StartAgainAsync();
        await receiver.WaitAsync(before + 24);
        Assert.Equal(24, receiver.Attempts.Skip(before).Select(static attempt => attempt["Ce-Id"]).Distinct().Count());
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Secrets_are_in_no_log_and_no_response(string build)
    {
        string[] secrets = ["hdr-9c1f77", "tok-41aa02", "pwd-77e310", "nfy-5d0b6c", Secret["whsec_".Length..], Base64("zot:pwd-77e310")];
        await using var refusing = new RawReceiver { Answer = RawAnswer.Echo };
        await using var failing = new RawReceiver { Answer = static _ => RawAnswer.Status("500 Internal Server Error") };
        await using var zot = await ZotProcess.StartAsync(build, (options, _) =>
        {
            options["extensions"] = EventsConfiguration.Of(
                EventsConfiguration.Http(refusing.Address, sink =>
                {
                    sink["headers"] = new JsonObject { ["X-Api-Key"] = secrets[0] };
                    sink["credentials"] = new JsonObject { ["token"] = secrets[1] };
                    sink["signing"] = new JsonObject { ["secret"] = Secret };
                }),
                EventsConfiguration.Http(failing.Address, sink =>
                {
                    sink["name"] = "other";
                    sink["credentials"] = new JsonObject { ["username"] = "zot", ["password"] = secrets[2] };
                }));
            options["extensions"]!["events"]!["notifications"] = new JsonObject
            {
                ["endpoints"] = new JsonArray(new JsonObject
                {
                    ["name"] = "notified",
                    ["url"] = failing.Address.Split('?')[0],
                    ["headers"] = new JsonObject { ["Authorization"] = new JsonArray($"Bearer {secrets[3]}") },
                }),
            };
        });
        await zot.Client.PushAsync("team/app", Manifest.Image(), "v1");
        await Eventually.TrueAsync(
            async () => (await zot.Client.GetAsync($"{Admin}/deadletters")).Json.GetProperty("deadLetters").GetArrayLength() == 2, "two dead letters exist", Limits.Process);

        var shown = new StringBuilder();
        foreach (var path in new[] { "/sinks", "/deadletters" })
        {
            shown.AppendLine((await zot.Client.GetAsync(Admin + path)).Expect(200).Text);
        }

        foreach (var sink in new[] { "hook", "other", "notified" })
        {
            shown.AppendLine((await zot.Client.PostAsync($"{Admin}/ping?sink={sink}")).Expect(502).Text);
        }

        await zot.StopAsync();
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, $"{shown}{zot.Log}", StringComparison.Ordinal));
        Assert.Contains("400 Bad Request: ", $"{shown}", StringComparison.Ordinal);
        Assert.Contains(secrets[0], refusing.Attempts[0]["x-api-key"], StringComparison.Ordinal);
        Assert.Contains(failing.Attempts, attempt => attempt["Authorization"] == $"Bearer {secrets[3]}");
    }

    private static Task<ZotProcess> StartAsync(string build, RawReceiver receiver, Action<JsonObject>? change = null) => ZotProcess.StartAsync(
        build, (options, _) => options["extensions"] = EventsConfiguration.Of(EventsConfiguration.Http(receiver.Address, change)));

    private static int Taken(RawReceiver receiver, string reference) =>
        receiver.Attempts.Count(attempt => attempt.Text("reference") == reference);

    private static async Task<JsonElement> SinkAsync(ZotProcess zot) =>
        (await zot.Client.GetAsync($"{Admin}/sinks")).Expect(200).Json.GetProperty("sinks")[0];

    private static async Task<string> StateAsync(ZotProcess zot) => (await SinkAsync(zot)).GetProperty("state").GetString()!;

    private static long Timestamp(RawEvent attempt) => long.Parse(attempt["webhook-timestamp"], CultureInfo.InvariantCulture);

    // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
    private static string Sign(RawEvent attempt, string secret)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(secret["whsec_".Length..]));
        hash.AppendData(Encoding.ASCII.GetBytes($"{attempt["webhook-id"]}.{attempt["webhook-timestamp"]}."));
        hash.AppendData(attempt.Body);
        return $"v1,{Convert.ToBase64String(hash.GetHashAndReset())}";
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
