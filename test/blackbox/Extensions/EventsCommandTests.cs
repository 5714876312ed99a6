using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Extensions;

/// <summary>Tests <c>zot events …</c>: the binary as a client of itself.</summary>
public sealed class EventsCommandTests
{
    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Sinks_are_printed_as_a_table_or_as_json(string build)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await StartAsync(build, receiver);
        await zot.Client.PushAsync("team/app", Manifest.Image(), "v1");
        await receiver.WaitAsync(2);
        await NothingWaitsAsync(zot);

        var table = await RunAsync(build, zot, ["sinks"]);
        var json = await RunAsync(build, zot, ["sinks", "-o", "json"]);

        await EndedAsync(table, 0);
        await EndedAsync(json, 0);
        Assert.Matches(@"^SINK  STATE    PENDING  OLDEST  DEAD LETTERS\nhook  running  0        -       0$", table.Output);
        var sink = JsonDocument.Parse(json.Output).RootElement.GetProperty("sinks")[0];
        Assert.Equal(("hook", "running"), (sink.GetProperty("name").GetString(), sink.GetProperty("state").GetString()));
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Dead_letters_are_listed_shown_replayed_and_purged(string build)
    {
        await using var receiver = new EventReceiver { Answer = static taken => taken.Type == "zotregistry.image.updated" ? 400 : 200 };
        await using var zot = await StartAsync(build, receiver);
        await zot.Client.PushAsync("team/app", Manifest.Image(), "one");
        await zot.Client.PushAsync("team/other", Manifest.Image(), "two");
        await Eventually.TrueAsync(
            async () => (await zot.Client.GetAsync("/v2/_zot/ext/events/deadletters")).Json.GetProperty("deadLetters").GetArrayLength() == 2,
            "both pushes are dead letters",
            Limits.Process);

        var list = await RunAsync(build, zot, ["deadletters"]);
        await EndedAsync(list, 0);
        Assert.Equal(list.Output, (await RunAsync(build, zot, ["deadletters", "list", "--sink", "hook"])).Output);
        var rows = list.Output.Split('\n');
        Assert.StartsWith("ID ", rows[0], StringComparison.Ordinal);
        Assert.Contains("400 Bad Request", rows[1], StringComparison.Ordinal);
        var id = rows[1].Split(' ')[0];

        var shown = await RunAsync(build, zot, ["deadletters", "show", id]);
        await EndedAsync(shown, 0);
        Assert.Contains("repository:    team/app\nreference:     one\n", shown.Output, StringComparison.Ordinal);
        await RefusedAsync(await RunAsync(build, zot, ["deadletters", "show", "nothing"]), "no dead letter of the event 'nothing' exists");
        await RefusedAsync(await RunAsync(build, zot, ["deadletters", "purge"]), "--sink or --id");

        receiver.Answer = static _ => 200;
        var taken = receiver.Taken.Count;
        var replay = await RunAsync(build, zot, ["deadletters", "replay", "--id", id]);
        Assert.Equal("1 dead letters queued for redelivery", replay.Output);
        await receiver.WaitAsync(taken + 1);
        Assert.Equal((id, "true"), (receiver.Taken[^1].Id, receiver.Taken[^1].Headers["Ce-Replay"]));

        var purge = await RunAsync(build, zot, ["deadletters", "purge", "--sink", "hook", "-o", "json"]);
        Assert.Equal("""{"count":1}""", purge.Output);
        Assert.Single((await RunAsync(build, zot, ["deadletters"])).Output.Split('\n'));
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Status_shows_sinks_dead_letters_and_the_last_failure(string build)
    {
        await using var receiver = new EventReceiver { Answer = static taken => taken.Type == "zotregistry.image.updated" ? 400 : 200 };
        await using var zot = await StartAsync(build, receiver);
        await zot.Client.PushAsync("team/app", Manifest.Image(), "one");
        await Eventually.TrueAsync(
            async () => (await zot.Client.GetAsync("/v2/_zot/ext/events/deadletters")).Json.GetProperty("deadLetters").GetArrayLength() == 1,
            "the push is a dead letter",
            Limits.Process);

        var run = await zot.RunAsync("status", "--url", zot.Address.ToString());

        await EndedAsync(run, 0);
        Assert.Matches(@"(?m)^COMPONENT +NAME +STATE +COUNTS$", run.Output);
        Assert.Matches(@"(?m)^event journal +journal +running +bytes \d+, quarantined 0$", run.Output);
        Assert.Matches(@"(?m)^event sink +hook +running +pending 0, deadLetters 1$", run.Output);
        Assert.Matches(@"(?m)^event sink hook last failed at .*Z: .*400 Bad Request", run.Output);
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Replay_redelivers_the_selected_events(string build)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await StartAsync(build, receiver);
        await zot.Client.PushAsync("team/app", Manifest.Image(), "v1");
        await zot.Client.PushAsync("team/other", Manifest.Image(), "v1");
        var told = 4;
        await receiver.WaitAsync(told);
        await NothingWaitsAsync(zot);

        await ReplayedAsync(2, "--repository", "team/app");
        await ReplayedAsync(4, "--since", "1h", "--until", "2999-01-01T00:00:00Z");
        await ReplayedAsync(1, "--id", receiver.Taken[0].Id);
        await ReplayedAsync(2, "--from", "2", "--to", "3");
        Assert.Equal(told, receiver.Taken.Count);

        await RefusedAsync(await ReplayAsync(), "nothing selected");
        await RefusedAsync(await ReplayAsync("--since", "yesterday"), "--since is 'yesterday', but must be a time");
        await RefusedAsync(await RunAsync(build, zot, ["replay", "--id", "1"]), "--sink");
        await RefusedAsync(await RunAsync(build, zot, ["replay", "--sink", "other", "--id", "1"]), "sink must be one of: hook");

        // An earlier replay must complete first, which the registry records slightly after the receiver.
        async Task ReplayedAsync(int count, params string[] selection) => await Eventually.TrueAsync(
            async () =>
            {
                var run = await ReplayAsync(selection);
                await EndedAsync(run, 0);
                Assert.EndsWith(" events queued for redelivery", run.Output, StringComparison.Ordinal);
                var replayed = int.Parse(run.Output.Split(' ')[0], CultureInfo.InvariantCulture);
                Assert.InRange(replayed, 0, count);
                await receiver.WaitAsync(told += replayed);
                return replayed == count;
            },
            $"{count} events are replayed");

        Task<CommandRun> ReplayAsync(params string[] selection) => RunAsync(build, zot, ["replay", "--sink", "hook", .. selection]);
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Ping_reports_its_result(string build)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await StartAsync(build, receiver);

        var well = await RunAsync(build, zot, ["ping", "hook"]);
        receiver.Answer = static _ => 418;
        var badly = await RunAsync(build, zot, ["ping", "hook", "-o", "json"]);

        await EndedAsync(well, 0);
        Assert.Matches("^hook accepted the event in [0-9]+ ms$", well.Output);
        await RefusedAsync(badly, "hook did not accept the event: 418");
        Assert.False(JsonDocument.Parse(badly.Output).RootElement.GetProperty("delivered").GetBoolean());
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Tail_shows_events_and_resumes_after_a_restart(string build)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await StartAsync(build, receiver);
        var image = Manifest.Image();
        await zot.Client.PushAsync("team/before", Manifest.Image(), "v0");
        await using var text = CommandRun.Start(CommandLine(build, zot, ["tail", "--repository", "team/*"]));
        await using var json = CommandRun.Start(CommandLine(build, zot, ["tail", "-o", "json"]));

        // The start of the subscription is not observable: pushes until the first output are not counted.
        await Eventually.TrueAsync(
            async () =>
            {
                await zot.Client.PushAsync("team/first", Manifest.Image(), "v0");
                return text.Output.Contains("team/first", StringComparison.Ordinal) && json.Output.Contains("team/first", StringComparison.Ordinal);
            },
            "both show an event",
            Limits.Process);
        await zot.Client.PushAsync("other/app", image, "v1");
        await zot.KillAsync();
        await zot.StartAgainAsync();
        await zot.Client.PushAsync("team/app", image, "v1");
        await Eventually.TrueAsync(
            () => Task.FromResult(
                text.Output.Contains($"team/app:v1 {image.Digest}", StringComparison.Ordinal)
                && json.Output.Split('\n')[^1] is var last
                && last.Contains("team/app", StringComparison.Ordinal)
                && last.Contains("image.updated", StringComparison.Ordinal)
                && text.Errors.Contains("reconnecting", StringComparison.Ordinal)),
            "both show the push to its last event",
            Limits.Process);

        Assert.DoesNotContain("team/before", text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("other/app", text.Output, StringComparison.Ordinal);
        var events = json.Output.Split('\n').Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(events.Count, events.Select(static each => each.GetProperty("id").GetString()).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(
            ["other/app", "other/app", "team/app", "team/app"],
            events.TakeLast(4).Select(static each => each.GetProperty("data").GetProperty("name").GetString()));
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Unauthorized_user_gets_a_one_line_error(string build)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await ZotProcess.StartAsync(build, (options, folder) =>
        {
            options["extensions"] = Sink(receiver);
            Protect(options, folder);
        });

        await RefusedAsync(await RunAsync(build, zot, ["sinks"]), "requires authentication: specify --user");
        await RefusedAsync(await RunAsync(build, zot, ["sinks", "--user", "bob"]), "the password of 'bob' is missing");
        await RefusedAsync(await RunAsync(build, zot, ["sinks", "--user", "bob"], "wrong"), "rejected the credentials of 'bob'");
        await RefusedAsync(await RunAsync(build, zot, ["sinks", "--user", "alice"], "wonderland"), "'alice' is not authorized");
        await EndedAsync(await RunAsync(build, zot, ["sinks", "--user", "bob"], "builder"), 0);
        var piped = await CommandRun.ToEndAsync(
            ["sh", "-c", "echo builder | \"$@\"", "sh", .. CommandLine(build, zot, ["sinks", "-u", "bob", "--password-stdin"])]);
        await EndedAsync(piped, 0);
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Unreachable_registry_and_registry_without_events_have_different_errors(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);

        foreach (var command in new string[][] { ["sinks"], ["tail"], ["deadletters", "purge", "--sink", "hook"], ["ping", "hook"] })
        {
            await RefusedAsync(await RunAsync(build, zot, command), "has no events");
        }

        var nobody = await CommandRun.ToEndAsync(
            [.. ZotBinary.Command(build), "events", "sinks"],
            new Dictionary<string, string?> { ["ZOT_URL"] = $"http://127.0.0.1:{FreePort.Next()}" });
        await RefusedAsync(nobody, "is the registry running?");
        await RefusedAsync(await CommandRun.ToEndAsync([.. ZotBinary.Command(build), "events", "sinks", "--url", "registry"]), "must be a URL");
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Registry_with_tls_is_accessed_with_certificates(string build)
    {
        using var certificate = ServerCertificate.Create();
        using var authority = new Authority();
        await using var receiver = new EventReceiver();
        await using var zot = await ZotProcess.StartAsync(
            build,
            (options, folder) =>
            {
                options["extensions"] = Sink(receiver);
                options["http"]!["tls"] = ServerCertificate.Write(certificate, folder);
                options["http"]!["tls"]!["cacert"] = authority.Write(folder);
            },
            certificate);
        using var client = authority.Issue("CN=ada");
        Authority.Write(client, zot.Folder.Path);
        string[] trust = ["--cacert", zot.Folder.Combine("server.crt")];
        string[] identity = ["--cert", zot.Folder.Combine("client.cert"), "--key", zot.Folder.Combine("client.key")];

        await EndedAsync(await RunAsync(build, zot, ["sinks", .. trust, .. identity]), 0);
        await RefusedAsync(await RunAsync(build, zot, ["sinks", .. identity]), "failed to establish a secure connection");
        await RefusedAsync(await RunAsync(build, zot, ["sinks", "--cacert", "/absent"]), "failed to read a certificate");
        await RefusedAsync(await RunAsync(build, zot, ["sinks", "--key", "/absent"]), "--key requires --cert");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Build_without_the_extension_rejects_the_command(string build)
    {
        var help = await CommandRun.ToEndAsync([.. ZotBinary.Command(build), "help"]);
        var run = await CommandRun.ToEndAsync([.. ZotBinary.Command(build), "events"]);
        var suggested = await CommandRun.ToEndAsync([.. ZotBinary.Command(build), "[suggest:11]", "zot events "]);

        Assert.Equal(build != "minimal", help.Output.Contains("events", StringComparison.Ordinal));
        Assert.Equal(build != "minimal", suggested.Output.Contains("deadletters", StringComparison.Ordinal));
        if (build == "minimal")
        {
            await RefusedAsync(run, "this binary doesn't include the extension events");
            return;
        }

        await EndedAsync(run, 0);
        Assert.Contains("deadletters", run.Output, StringComparison.Ordinal);
    }

    private static Task<ZotProcess> StartAsync(string build, EventReceiver receiver) =>
        ZotProcess.StartAsync(build, (options, _) => options["extensions"] = Sink(receiver));

    private static Task NothingWaitsAsync(ZotProcess zot) => Eventually.TrueAsync(
        async () => (await zot.Client.GetAsync("/v2/_zot/ext/events/sinks")).Expect(200).Json.GetProperty("sinks")[0].GetProperty("waiting").GetInt32() == 0,
        "nothing waits");

    private static string[] CommandLine(string build, ZotProcess zot, string[] arguments) =>
        [.. ZotBinary.Command(build), "events", .. arguments, "--url", zot.Address.ToString()];

    private static Task<CommandRun> RunAsync(string build, ZotProcess zot, string[] arguments, string? password = null) =>
        CommandRun.ToEndAsync(CommandLine(build, zot, arguments), new Dictionary<string, string?> { ["ZOT_PASSWORD"] = password });

    private static async Task EndedAsync(CommandRun run, int exitCode)
    {
        Assert.True(await run.ExitCode == exitCode, $"exit code {await run.ExitCode}\n{run.Transcript}");
        Assert.DoesNotContain("   at ", run.Transcript, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(CommandRun run, string part)
    {
        await EndedAsync(run, 1);
        Assert.StartsWith("Error: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(part, run.Errors, StringComparison.Ordinal);
    }

    private static JsonObject Sink(EventReceiver receiver) => new()
    {
        ["events"] = new JsonObject
        {
            ["enable"] = true,
            ["sinks"] = new JsonArray(new JsonObject { ["name"] = "hook", ["type"] = "http", ["address"] = receiver.Address }),
        },
    };

    private static void Protect(JsonObject options, string folder)
    {
        var file = Path.Combine(folder, "htpasswd");
        File.WriteAllLines(file, [Htpasswd.Alice, Htpasswd.Bob]);
        options["http"]!["auth"] = new JsonObject { ["htpasswd"] = new JsonObject { ["path"] = file } };
        options["http"]!["accessControl"] = new JsonObject
        {
            ["repositories"] = new JsonObject { ["**"] = new JsonObject { ["defaultPolicy"] = new JsonArray("read") } },
            ["adminPolicy"] = new JsonObject { ["users"] = new JsonArray("bob"), ["actions"] = new JsonArray("read", "create", "update", "delete") },
        };
    }
}
