using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Extensions;

/// <summary>
/// Tests that each stored change has its event, and each event its change, when the process is killed during pushes.
/// </summary>
/// <remarks><c>ZOT_TORTURE</c> is the number of kills; the default is 200.</remarks>
[Trait("suite", "crash")]
public sealed class EventsCrashTests
{
    private const int Clients = 6;
    private const int KillsPerFolder = 40;

    private static int Kills { get; } =
        int.Parse(Environment.GetEnvironmentVariable("ZOT_TORTURE") ?? "200", CultureInfo.InvariantCulture);

    [Theory(Timeout = Limits.CrashTest)]
    [FullBuild]
    public async Task No_event_is_lost_or_invented(string build)
    {
        for (var kills = 0; kills < Kills; kills += KillsPerFolder)
        {
            await KillAgainAndAgainAsync(build, Math.Min(KillsPerFolder, Kills - kills), new Random(Environment.TickCount));
        }
    }

    [Theory(Timeout = Limits.CrashTest)]
    [FullBuild]
    public async Task Resumed_stream_misses_no_event_after_a_stop_or_kill(string build)
    {
        var random = new Random(Environment.TickCount);
        await using var receiver = new EventReceiver();
        await using var zot = await ZotProcess.StartAsync(
            build, (options, _) => options["extensions"] = EventsConfiguration.Of(EventsConfiguration.Http(receiver.Address)));
        var asked = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var acknowledged = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var told = new HashSet<string>(StringComparer.Ordinal);
        var last = 0L;

        for (var round = 0; round < Math.Min(KillsPerFolder, Kills); round++)
        {
            await using var reader = new EventStreamReader(zot.Address, lastEventId: last);
            var prefix = $"s{round.ToString(CultureInfo.InvariantCulture)}";
            var work = Enumerable.Range(0, Clients).Select(client => PushAsync(zot.Address, $"{prefix}-c{client}", asked, acknowledged)).ToArray();
            var enough = acknowledged.Count + random.Next(30);
            await Eventually.TrueAsync(() => Task.FromResult(acknowledged.Count >= enough), "clients push", Limits.Process);
            await EndAsync(zot, isKill: round % 2 == 0);
            await Task.WhenAll(work);
            await reader.EndsAsync(Limits.Process);
            foreach (var message in reader.Messages)
            {
                (last, _) = (Math.Max(last, message.Id), message.Tag is { } tag && told.Add(tag));
            }

            await zot.StartAgainAsync();
        }

        await using var rest = new EventStreamReader(zot.Address, lastEventId: last);
        await Eventually.TrueAsync(
            () => Task.FromResult(acknowledged.Keys.All(tag => told.Contains(tag) || rest.Messages.Any(message => message.Tag == tag))),
            "every tag has its event",
            Limits.Process);
    }

    private static async Task EndAsync(ZotProcess zot, bool isKill)
    {
        if (isKill)
        {
            await zot.KillAsync();
            return;
        }

        await zot.SignalAsync("TERM");
        Assert.Equal(0, await zot.EndAsync(TimeSpan.FromSeconds(25)));
    }

    private static async Task KillAgainAndAgainAsync(string build, int kills, Random random)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await ZotProcess.StartAsync(build, (options, _) =>
        {
            options["log"]!["level"] = "error";
            options["extensions"] = new JsonObject
            {
                ["events"] = new JsonObject
                {
                    ["enable"] = true,
                    ["sinks"] = new JsonArray(new JsonObject { ["name"] = "hook", ["type"] = "http", ["address"] = receiver.Address }),
                },
            };
        });
        var asked = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var acknowledged = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);

        for (var kill = 0; kill < kills; kill++)
        {
            var round = kill;
            var work = Enumerable.Range(0, Clients).Select(client => PushAsync(zot.Address, $"k{round}-c{client}", asked, acknowledged)).ToArray();
            var enough = acknowledged.Count + random.Next(30);
            await Eventually.TrueAsync(() => Task.FromResult(acknowledged.Count >= enough), "clients push", Limits.Process);
            await zot.KillAsync();
            await Task.WhenAll(work);
            await zot.StartAgainAsync();
        }

        var there = (await zot.Client.TagsAsync("crash/app")).ToHashSet(StringComparer.Ordinal);
        await Eventually.TrueAsync(
            () => Task.FromResult(there.IsSubsetOf(Told(receiver).Select(static told => told.Tag))), "every tag has its event", Limits.Process);

        Assert.Subset(there, acknowledged.Keys.ToHashSet(StringComparer.Ordinal));
        Assert.All(Told(receiver), told => Assert.True(
            there.Contains(told.Tag) && asked[told.Tag] == told.Digest, $"{told.Tag} has an event, but does not exist"));
        Assert.All(
            Told(receiver).GroupBy(static told => told.Tag), static group => Assert.Single(group.Select(static told => told.Id).Distinct()));
    }

    private static IEnumerable<(string Tag, string Digest, string Id)> Told(EventReceiver receiver) => receiver.Taken
        .Where(static taken => taken.Type == "zotregistry.image.updated")
        .Select(static taken => (taken.Text("reference")!, taken.Text("digest")!, taken.Id));

    // Pushes until the server is killed.
    private static async Task PushAsync(
        Uri address, string prefix, ConcurrentDictionary<string, string> asked, ConcurrentDictionary<string, string> acknowledged)
    {
        using var client = new RegistryClient(address);
        try
        {
            for (var number = 0; ; number++)
            {
                var image = Manifest.Image(Blob.Configuration(), [Blob.Random(100)]);
                var tag = $"{prefix}-{number.ToString(CultureInfo.InvariantCulture)}";
                await client.PushContentAsync("crash/app", image);
                asked[tag] = image.Digest;
                (await client.PutManifestAsync("crash/app", tag, image)).Expect(201);
                acknowledged[tag] = image.Digest;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // Expected.
        }
    }
}
