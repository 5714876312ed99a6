using System.Globalization;
using Zot.BlackBox.Crash;

namespace Zot.BlackBox.Metadata;

/// <summary>
/// Clients push and delete while the process is killed: after a restart, the index catches up with the content.
/// </summary>
/// <remarks><c>ZOT_TORTURE</c> is the number of kills per build in crash tests; this test uses a tenth.</remarks>
[Trait("suite", "crash")]
public sealed class IndexCrashTests
{
    private const int Clients = 3;

    private static int Kills { get; } = Math.Max(
        1, int.Parse(Environment.GetEnvironmentVariable("ZOT_TORTURE") ?? "100", CultureInfo.InvariantCulture) / 10);

    [Theory(Timeout = Limits.CrashTest)]
    [BothBuilds]
    public async Task Index_equals_the_content_after_every_kill(string build)
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var zot = await ZotProcess.StartAsync(build, MetadataIndex.Configure);
        var ledger = new Ledger();
        CrashClient[] clients = [.. Enumerable.Range(0, Clients).Select(i => new CrashClient(ledger, i, random.Next()))];

        for (var kill = 0; kill < Kills; kill++)
        {
            // Long enough for one or two writes of the index, so that it is behind when the process is killed.
            var enough = ledger.Acknowledged + 1 + random.Next(200);
            var work = clients.Select(client => client.RunAsync(zot.Address)).ToArray();
            await Eventually.TrueAsync(() => Task.FromResult(ledger.Acknowledged >= enough), "the clients have worked");
            await zot.KillAsync();
            await Task.WhenAll(work);

            await zot.StartAgainAsync();
            await MetadataIndex.CatchUpAsync(zot);
            var there = await MetadataIndex.TagsAsync(zot);
            foreach (var ((repository, tag), history) in ledger.Tags)
            {
                history.Settle(there.GetValueOrDefault($"{repository}:{tag}"));
            }

            await zot.StopAsync();
            Assert.Equal(there, (await MetadataIndex.ReadAsync(zot)).Tags);
            await zot.StartAgainAsync();
        }
    }
}
