using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Crash;

/// <summary>The process is killed repeatedly while it collects content that clients push, move and delete.</summary>
/// <remarks>Each build is killed <c>ZOT_TORTURE</c> / 5 times; the default of <c>ZOT_TORTURE</c> is 100.</remarks>
[Trait("suite", "crash")]
public sealed class CollectionCrashTests
{
    private const int Clients = 6;
    private const int KillsPerFolder = 20;
    private const string Delay = "2s";

    // Shorter than the delay: young files are not renewed, and file times have a resolution of some milliseconds.
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(1.8);

    private static int Kills { get; } =
        Math.Max(1, int.Parse(Environment.GetEnvironmentVariable("ZOT_TORTURE") ?? "100", CultureInfo.InvariantCulture) / 5);

    [Theory(Timeout = Limits.CrashTest)]
    [BothBuilds]
    public async Task Referenced_content_survives_every_kill_and_the_rest_is_removed(string build)
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var kills = 0; kills < Kills; kills += KillsPerFolder)
        {
            await KillAgainAndAgainAsync(build, Math.Min(KillsPerFolder, Kills - kills), random);
        }
    }

    private static async Task KillAgainAndAgainAsync(string build, int kills, Random random)
    {
        var (commit, dedupe) = (random.Next(2) == 0, random.Next(2) == 0);
        await using var zot = await ZotProcess.StartAsync(build, (options, _) => Configure(options, commit, dedupe));
        var ledger = new Ledger();
        var data = new DataFolder(zot.Data);
        CollectedClient[] clients = [.. Enumerable.Range(0, Clients).Select(i => new CollectedClient(ledger, i, random.Next(), Promise))];
        for (var kill = 0; kill < kills; kill++)
        {
            // Sweeps run back to back, so every kill hits one.
            var work = clients.Select(client => client.RunAsync(zot.Address)).ToArray();
            await Task.Delay(random.Next(1500), TestContext.Current.CancellationToken);
            if (random.Next(4) == 0)
            {
                await zot.SignalAsync("INT");
                await Task.Delay(random.Next(30), TestContext.Current.CancellationToken);
            }

            await zot.KillAsync();
            await Task.WhenAll(work);

            data.Check(indexIsComplete: false);
            await zot.StartAgainAsync();
            await CheckAsync(zot.Client, ledger);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{kills} kills, {ledger.Acknowledged} changes acknowledged");
        Assert.True(ledger.Acknowledged > kills, "The clients made too few changes between the kills.");
        await NothingElseStaysAsync(zot);
        await CheckAsync(zot.Client, ledger);
        Assert.Equal(0, await zot.StopAsync());
        data.Check();
        Assert.Equal(
            "would remove 0 manifests, 0 blobs and 0 uploads: 0 bytes",
            (await zot.RunAsync("gc", "--dry-run", zot.ConfigurationFile)).Output);
        var scrub = await zot.RunAsync("scrub", "--fail", zot.ConfigurationFile);
        Assert.True(await scrub.ExitCode == 0, scrub.Transcript);
    }

    private static async Task CheckAsync(RegistryClient client, Ledger ledger)
    {
        foreach (var (name, history) in ledger.Tags.Where(static tag => tag.Key.Tag.StartsWith("moving", StringComparison.Ordinal)))
        {
            if (history.Settle(await ResolveAsync(client, name)) is { } manifest)
            {
                await CheckWholeAsync(client, name.Repository, manifest);
                if (ledger.Referrers.TryGetValue(manifest.Digest, out var referrer))
                {
                    await CheckWholeAsync(client, name.Repository, referrer);
                    var listed = (await client.GetAsync($"/v2/{name.Repository}/referrers/{manifest.Digest}")).Expect(200);
                    Assert.Contains(referrer.Digest, listed.Text, StringComparison.Ordinal);
                }
            }
        }

        for (var number = 0; number < Clients; number++)
        {
            await CheckUniqueAsync(client, [.. ledger.Tags
                .Where(tag => tag.Key.Tag.StartsWith($"unique-{number}-", StringComparison.Ordinal))
                .OrderByDescending(static tag => tag.Key.Tag, StringComparer.Ordinal)]);
        }
    }

    /// <summary>
    /// Checks that the newest tags exist; the others may exist, since two pushes in the same clock tick have no order.
    /// </summary>
    private static async Task CheckUniqueAsync(RegistryClient client, KeyValuePair<(string Repository, string Tag), TagHistory>[] tags)
    {
        var left = CollectedClient.KeptTags - 1;
        foreach (var (name, history) in tags)
        {
            var digest = await ResolveAsync(client, name);
            if (left == 0)
            {
                Assert.True(digest is null || digest == history.Acknowledged?.Digest, $"{name} points to {digest}");
            }
            else if (history.Settle(digest) is { } manifest)
            {
                left--;
                await CheckWholeAsync(client, name.Repository, manifest);
            }
        }
    }

    private static async Task<string?> ResolveAsync(RegistryClient client, (string Repository, string Tag) name)
    {
        var head = (await client.HeadAsync($"/v2/{name.Repository}/manifests/{name.Tag}")).Expect(200, 404);
        return head.Status == 200 ? head.Header("Docker-Content-Digest") : null;
    }

    private static async Task CheckWholeAsync(RegistryClient client, string repository, Manifest manifest)
    {
        (await client.GetAsync($"/v2/{repository}/manifests/{manifest.Digest}")).Expect(200).ExpectBody(manifest.Content);
        foreach (var blob in manifest.Blobs)
        {
            (await client.GetAsync($"/v2/{repository}/blobs/{blob.Digest}")).Expect(200).ExpectBody(blob.Content);
        }

        foreach (var child in manifest.Manifests)
        {
            await CheckWholeAsync(client, repository, child);
        }
    }

    /// <summary>
    /// Waits until the sweeps have removed all unreferenced content, including the remains of the kills.
    /// </summary>
    private static async Task NothingElseStaysAsync(ZotProcess zot)
    {
        var what = "";
        await Eventually.TrueAsync(
            async () =>
            {
                for (var i = 0; i < CollectedClient.Repositories; i++)
                {
                    var tags = await TagsAsync(zot.Client, $"crash/r{i}");
                    var tooMany = tags.Where(tag => !tag.StartsWith("moving", StringComparison.Ordinal))
                        .CountBy(static tag => tag[..tag.LastIndexOf('-')])
                        .Where(static group => !group.Key.StartsWith("unique", StringComparison.Ordinal) || group.Value > CollectedClient.KeptTags);
                    var unneeded = Files(zot, $"crash/r{i}/blobs/sha256").Except(await NeededAsync(zot.Client, $"crash/r{i}", tags));
                    what = $"r{i}: {string.Join(' ', tooMany.Select(static group => group.Key).Concat(unneeded).Concat(Files(zot, $"crash/r{i}/.uploads")))}";
                    if (what.Length > 4)
                    {
                        return false;
                    }
                }

                what = (await CommandRun.ToEndAsync(
                    ["find", zot.Data, "-name", ".tmp-*", "-o", "-path", "*/_blobs/*", "-type", "f", "-links", "1", "!", "-name", "complete"])).Output;
                return what.Length == 0;
            },
            "no unreferenced content is left").ContinueWith(wait => Assert.True(wait.IsCompletedSuccessfully, $"{wait.Exception?.InnerException?.Message}: {what}"), TaskScheduler.Default);
    }

    private static async Task<string[]> TagsAsync(RegistryClient client, string repository)
    {
        var tags = (await client.GetAsync($"/v2/{repository}/tags/list")).Expect(200, 404);
        return tags.Status == 200 ? tags.Strings("tags") : [];
    }

    private static async Task<HashSet<string>> NeededAsync(RegistryClient client, string repository, string[] tags)
    {
        HashSet<string> needed = new(StringComparer.Ordinal);
        Stack<string> open = new(tags);
        while (open.TryPop(out var reference))
        {
            var manifest = await client.GetAsync($"/v2/{repository}/manifests/{reference}");
            var digest = manifest.Header("Docker-Content-Digest");
            if (manifest.Status != 200 || !needed.Add(digest![7..]))
            {
                continue;
            }

            foreach (var child in Digests(manifest.Json, "manifests").Concat(Digests(
                (await client.GetAsync($"/v2/{repository}/referrers/{digest}")).Expect(200).Json, "manifests")))
            {
                open.Push(child);
            }

            needed.UnionWith(Digests(manifest.Json, "layers").Select(static layer => layer[7..]));
            if (manifest.Json.TryGetProperty("config", out var config))
            {
                needed.Add(config.GetProperty("digest").GetString()![7..]);
            }
        }

        return needed;
    }

    private static IEnumerable<string> Digests(JsonElement manifest, string list) => manifest.TryGetProperty(list, out var items)
        ? items.EnumerateArray().Select(static item => item.GetProperty("digest").GetString()!)
        : [];

    private static IEnumerable<string> Files(ZotProcess zot, string folder)
    {
        var path = Path.Combine(zot.Data, folder);
        return Directory.Exists(path) ? Directory.GetFiles(path).Select(static file => Path.GetFileName(file)) : [];
    }

    private static void Configure(JsonObject options, bool commit, bool dedupe)
    {
        options["log"]!["level"] = "error";
        var storage = options["storage"]!.AsObject();
        (storage["commit"], storage["dedupe"], storage["gc"], storage["gcDelay"], storage["gcInterval"]) = (commit, dedupe, true, Delay, "50ms");
        storage["retention"] = new JsonObject
        {
            ["delay"] = Delay,
            ["policies"] = new JsonArray(new JsonObject
            {
                ["repositories"] = new JsonArray("**"),
                ["deleteReferrers"] = true,
                ["keepTags"] = new JsonArray([
                    new JsonObject { ["patterns"] = new JsonArray("^moving-") },
                    .. Enumerable.Range(0, Clients).Select(static number => new JsonObject
                    {
                        ["patterns"] = new JsonArray(CollectedClient.PatternOf(number)),
                        ["mostRecentlyPushedCount"] = CollectedClient.KeptTags,
                    }),
                ]),
            }),
        };
    }
}
