using System.Text.Json.Nodes;

namespace Zot.BlackBox.Extensions;

/// <summary>Tests that the event stream enforces the permissions of its user.</summary>
public sealed class EventsStreamTests
{
    private static readonly string Alice = Htpasswd.Basic("alice", "wonderland");
    private static readonly string Bob = Htpasswd.Basic("bob", "builder");

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Removed_user_gets_no_further_event(string build)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await StartAsync(build, receiver, Everything("alice", "bob"));
        using var bob = new RegistryClient(zot.Address, Bob);
        await using var alices = new EventStreamReader(zot.Address, Alice);
        await using var bobs = new EventStreamReader(zot.Address, Bob);
        await alices.SeesAsync("id:");
        await bobs.SeesAsync("id:");
        await bob.PushAsync("team/app", Manifest.Image(), "before");
        await alices.SeesAsync("\"before\"");

        await File.WriteAllLinesAsync(zot.Folder.Combine("htpasswd"), [Htpasswd.Bob], TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(async () => (await StatusOf(zot, Alice)) == 401, "alice is rejected", Limits.Process);
        await bob.PushAsync("team/app", Manifest.Image(), "after");
        await bobs.SeesAsync("\"after\"");

        await alices.EndsAsync(Limits.Process);
        Assert.DoesNotContain("\"after\"", alices.Text, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Changed_policy_applies_from_the_next_event(string build)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await StartAsync(build, receiver, Everything("alice", "bob"));
        using var bob = new RegistryClient(zot.Address, Bob);
        await using var alices = new EventStreamReader(zot.Address, Alice);
        await bob.PushAsync("team/app", Manifest.Image(), "before");
        await alices.SeesAsync("\"before\"");

        zot.Configure((options, _) => options["http"]!["accessControl"] = Access(new JsonObject
        {
            ["team/**"] = Policy(["bob"], ["read", "create", "update"]),
            ["open/**"] = Policy(["alice", "bob"], ["read", "create", "update"]),
        }));
        await Eventually.TrueAsync(async () => (await ReadStatusOf(zot, Alice)) == 403, "the policy is in force", Limits.Process);
        await bob.PushAsync("team/app", Manifest.Image(), "hidden");
        await bob.PushAsync("open/app", Manifest.Image(), "told");

        await alices.SeesAsync("\"told\"");
        Assert.DoesNotContain("\"hidden\"", alices.Text, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Conditions_and_administrator_actions_are_evaluated_for_each_event(string build)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await StartAsync(build, receiver, new JsonObject
        {
            ["repositories"] = new JsonObject
            {
                ["**"] = new JsonObject
                {
                    ["policies"] = new JsonArray(
                        new JsonObject { ["users"] = new JsonArray("bob"), ["actions"] = new JsonArray("read", "create", "update") },
                        new JsonObject
                        {
                            ["users"] = new JsonArray("alice"),
                            ["actions"] = new JsonArray("read"),
                            ["conditions"] = new JsonArray(new JsonObject { ["expression"] = "req.tag != 'secret'", ["message"] = "no" }),
                        }),
                },
            },
            ["adminPolicy"] = new JsonObject { ["users"] = new JsonArray("carol"), ["actions"] = new JsonArray("create") },
        });
        using var bob = new RegistryClient(zot.Address, Bob);
        await using var alices = new EventStreamReader(zot.Address, Alice);
        await using var carols = new EventStreamReader(zot.Address, Htpasswd.Basic("carol", "singer"));
        await alices.SeesAsync("id:");
        await carols.SeesAsync("id:");

        await bob.PushAsync("team/app", Manifest.Image(), "secret");
        await bob.PushAsync("team/app", Manifest.Image(), "public");

        await alices.SeesAsync("\"public\"");
        Assert.DoesNotContain("\"secret\"", alices.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("zotregistry", carols.Text, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Actor_requires_the_audit_permission(string build)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await StartAsync(build, receiver, Access(new JsonObject
        {
            ["**"] = new JsonObject
            {
                ["anonymousPolicy"] = new JsonArray("read", "audit"),
                ["policies"] = new JsonArray(
                    new JsonObject { ["users"] = new JsonArray("bob"), ["actions"] = new JsonArray("read", "create", "update", "audit") },
                    new JsonObject { ["users"] = new JsonArray("alice"), ["actions"] = new JsonArray("read") }),
            },
        }));
        using var bob = new RegistryClient(zot.Address, Bob);
        await bob.PushAsync("team/app", Manifest.Image(), "past");
        await using var anonymous = new EventStreamReader(zot.Address, lastEventId: 0);
        await using var alices = new EventStreamReader(zot.Address, Alice, lastEventId: 0);
        await using var bobs = new EventStreamReader(zot.Address, Bob, lastEventId: 0);
        await bob.PushAsync("team/app", Manifest.Image(), "now");

        foreach (var (reader, isTold) in new[] { (anonymous, false), (alices, false), (bobs, true) })
        {
            await reader.SeesAsync("\"past\"");
            await reader.SeesAsync("\"now\"");
            Assert.Equal(isTold, reader.Text.Contains("\"actor\":{\"name\":\"bob\"}", StringComparison.Ordinal));
            Assert.Equal(isTold, reader.Text.Contains("\"request\"", StringComparison.Ordinal));
        }
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Stop_closes_open_streams_immediately(string build)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await ZotProcess.StartAsync(build, (options, _) => options["extensions"] = EventsConfiguration.Of(EventsConfiguration.Http(receiver.Address)));
        await using var one = new EventStreamReader(zot.Address);
        await using var other = new EventStreamReader(zot.Address);
        await one.SeesAsync("id:");
        await other.SeesAsync("id:");

        await zot.SignalAsync("TERM");

        // Requests in progress have 30 seconds; a stream would take all of them.
        Assert.Equal(0, await zot.EndAsync(TimeSpan.FromSeconds(20)));
        await one.EndsAsync(Limits.Process);
        await other.EndsAsync(Limits.Process);
    }

    private static async Task<int> StatusOf(ZotProcess zot, string authorization)
    {
        using var client = new RegistryClient(zot.Address, authorization);
        return (await client.GetAsync("/v2/")).Status;
    }

    private static async Task<int> ReadStatusOf(ZotProcess zot, string authorization)
    {
        using var client = new RegistryClient(zot.Address, authorization);
        return (await client.GetAsync("/v2/team/app/tags/list")).Status;
    }

    private static JsonObject Everything(params string[] users) => Access(new JsonObject { ["**"] = Policy(users, ["read", "create", "update", "delete"]) });

    private static JsonObject Access(JsonObject repositories) => new() { ["repositories"] = repositories };

    private static JsonObject Policy(string[] users, string[] actions) => new()
    {
        ["policies"] = new JsonArray(new JsonObject
        {
            ["users"] = new JsonArray([.. users.Select(static user => JsonValue.Create(user))]),
            ["actions"] = new JsonArray([.. actions.Select(static action => JsonValue.Create(action))]),
        }),
    };

    private static Task<ZotProcess> StartAsync(string build, EventReceiver receiver, JsonObject access) => ZotProcess.StartAsync(build, (options, folder) =>
    {
        var file = Path.Combine(folder, "htpasswd");
        File.WriteAllLines(file, [Htpasswd.Alice, Htpasswd.Bob, Htpasswd.Carol]);
        options["http"]!["auth"] = new JsonObject { ["htpasswd"] = new JsonObject { ["path"] = file } };
        options["http"]!["accessControl"] = access;
        options["extensions"] = EventsConfiguration.Of(EventsConfiguration.Http(receiver.Address));
    });
}
