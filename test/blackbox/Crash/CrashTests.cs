using System.Diagnostics;
using System.Globalization;

namespace Zot.BlackBox.Crash;

/// <summary>Clients push while the process is killed repeatedly at random moments.</summary>
/// <remarks>Each build is killed <c>ZOT_TORTURE</c> times; 100 by default.</remarks>
[Trait("suite", "crash")]
public sealed class CrashTests
{
    private const int Clients = 6;
    private const int KillsPerFolder = 20;

    private static int Kills { get; } =
        int.Parse(Environment.GetEnvironmentVariable("ZOT_TORTURE") ?? "100", CultureInfo.InvariantCulture);

    [Theory(Timeout = Limits.CrashTest)]
    [BothBuilds]
    public async Task Acknowledged_changes_survive_every_kill(string build)
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
        var commit = random.Next(2) == 0;
        await using var zot = await ZotProcess.StartAsync(build, (options, _) =>
        {
            options["storage"]!["commit"] = commit;
            options["storage"]!["dedupe"] = random.Next(2) == 0;
            options["log"]!["level"] = "error";
        });
        var ledger = new Ledger();
        var data = new DataFolder(zot.Data);
        CrashClient[] clients = [.. Enumerable.Range(0, Clients).Select(i => new CrashClient(ledger, i, random.Next()))];

        for (var kill = 0; kill < kills; kill++)
        {
            var work = clients.Select(client => client.RunAsync(zot.Address)).ToArray();
            await RandomMomentAsync(random, ledger);
            if (random.Next(4) == 0)
            {
                // A kill may also hit the middle of an orderly shutdown.
                await zot.SignalAsync("INT");
                await Task.Delay(random.Next(30), TestContext.Current.CancellationToken);
            }

            await zot.KillAsync();
            await Task.WhenAll(work);

            data.Check();
            data.CheckTags(ledger);
            await zot.StartAgainAsync();
            await CheckAsync(zot.Client, ledger, thoroughly: kill == kills - 1);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{kills} kills, {ledger.Acknowledged} changes acknowledged");
        Assert.True(ledger.Acknowledged > kills, "The clients made too few changes between the kills.");
        await zot.StopAsync();
        data.Check();
    }

    /// <summary>Waits for a random number of changes, or at most some seconds on a slow machine.</summary>
    private static async Task RandomMomentAsync(Random random, Ledger ledger)
    {
        var watch = Stopwatch.StartNew();
        var enough = ledger.Acknowledged + random.Next(40);
        while (ledger.Acknowledged < enough && watch.ElapsedMilliseconds < 5000)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    private static async Task CheckAsync(RegistryClient client, Ledger ledger, bool thoroughly)
    {
        foreach (var repository in ledger.Tags.GroupBy(tag => tag.Key.Repository))
        {
            // A repository without a completed push need not exist; the tags determine whether it may be missing.
            var list = (await client.GetAsync($"/v2/{repository.Key}/tags/list")).Expect(200, 404);
            var listed = list.Status == 200 ? list.Strings("tags").ToHashSet(StringComparer.Ordinal) : [];
            var expected = new HashSet<string>(StringComparer.Ordinal);
            await Parallel.ForEachAsync(repository, async (tag, _) =>
            {
                var unsettled = tag.Value.Pending.Exists;
                var isNews = unsettled || !tag.Key.Tag.StartsWith("unique", StringComparison.Ordinal);
                var head = (await client.HeadAsync($"/v2/{repository.Key}/manifests/{tag.Key.Tag}")).Expect(200, 404);
                var manifest = tag.Value.Settle(head.Status == 200 ? head.Header("Docker-Content-Digest") : null);
                if (manifest is null)
                {
                    return;
                }

                lock (expected)
                {
                    expected.Add(tag.Key.Tag);
                }

                if (isNews || thoroughly || !tag.Value.IsChecked)
                {
                    await CheckWholeAsync(client, repository.Key, tag.Key.Tag, manifest);
                    tag.Value.IsChecked = true;
                }
            });

            Assert.Equal(expected.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        }
    }

    private static async Task CheckWholeAsync(RegistryClient client, string repository, string tag, Manifest manifest)
    {
        (await client.GetAsync($"/v2/{repository}/manifests/{tag}")).Expect(200).ExpectBody(manifest.Content);
        (await client.GetAsync($"/v2/{repository}/manifests/{manifest.Digest}")).Expect(200).ExpectBody(manifest.Content);
        foreach (var blob in manifest.Blobs)
        {
            (await client.GetAsync($"/v2/{repository}/blobs/{blob.Digest}")).Expect(200).ExpectBody(blob.Content);
        }
    }
}
