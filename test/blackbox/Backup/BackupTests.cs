using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Zot.BlackBox.Extensions;

namespace Zot.BlackBox.Backup;

/// <summary><c>zot backup</c> of a registry under load.</summary>
public sealed class BackupTests
{
    private const int Clients = 4;

    // A faster pace only adds content to copy, without testing anything else.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    // The time for which an unreferenced layer is kept.
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(4);

    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds]
    public async Task Backup_contains_all_images_acknowledged_before_and_not_deleted_since(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, static (options, _) =>
        {
            var storage = options["storage"]!.AsObject();
            (storage["gc"], storage["gcDelay"], storage["gcInterval"]) = (true, "4s", "1s");
        });
        var shared = Blob.Random(100_000);
        var ledger = new Ledger();
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(() => BeBusyAsync(zot.Address, client, shared, ledger, stop.Token))).ToArray();
        await Eventually.TrueAsync(() => IsCollectedAsync(zot, ledger), "the first layer that was deleted is collected", Limits.Process);

        var (first, second) = (zot.Folder.Combine("first"), zot.Folder.Combine("second"));
        var atFirst = ledger.Whole();
        await EndedAsync(await zot.RunAsync("backup", zot.ConfigurationFile, first));
        var afterFirst = ledger.Whole();
        var sweeps = Sweeps(zot);
        await Eventually.TrueAsync(() => Task.FromResult(Sweeps(zot) > sweeps), "another sweep has ended");
        var atSecond = ledger.Whole();
        var done = await zot.RunAsync("backup", zot.ConfigurationFile, second, "--previous", first);
        await EndedAsync(done);
        var afterSecond = ledger.Whole();
        await stop.CancelAsync();
        await Task.WhenAll(clients);

        await IsWholeAsync(build, first, atFirst, afterFirst);
        await IsWholeAsync(build, second, atSecond, afterSecond);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Second_backup_copies_new_content_and_a_directory_in_use_is_rejected(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        var (old, young) = (Manifest.Image(), Manifest.Image());
        await zot.Client.PushAsync("app", old, "v1");
        var (first, second) = (zot.Folder.Combine("first"), zot.Folder.Combine("second"));
        await EndedAsync(await zot.RunAsync("backup", zot.ConfigurationFile, first));
        await zot.Client.PushAsync("app", young, "v2");

        var done = await zot.RunAsync("backup", zot.ConfigurationFile, second, "--previous", first);
        var again = await zot.RunAsync("backup", zot.ConfigurationFile, second);
        var within = await zot.RunAsync("backup", zot.ConfigurationFile, Path.Combine(zot.Data, "backup"));
        var unknown = await zot.RunAsync("backup", zot.ConfigurationFile, second, "--previous", zot.Folder.Combine("nothing"));

        await EndedAsync(done);
        var bytes = young.Content.Length + young.Blobs.Sum(static blob => blob.Content.Length);
        Assert.Contains($"backed up 1 repositories with 2 manifests: 6 new blobs, {bytes} bytes copied", done.Output, StringComparison.Ordinal);
        Assert.Contains("backed up 1 repositories with 2 manifests: 0 new blobs, 0 bytes copied", again.Output, StringComparison.Ordinal);
        Assert.Equal(1, await within.ExitCode);
        Assert.Contains("one contains the other", within.Errors, StringComparison.Ordinal);
        Assert.Equal(1, await unknown.ExitCode);
        Assert.Contains("previous backup '", unknown.Errors, StringComparison.Ordinal);
        await using var served = await ServeAsync(build, second);
        Assert.Equal(["v1", "v2"], await served.Client.TagsAsync("app"));
        var inUse = await zot.RunAsync("backup", zot.ConfigurationFile, second);
        Assert.Equal(1, await inUse.ExitCode);
        Assert.Contains("is in use by another zot process", inUse.Errors, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Backup_contains_the_event_journal(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, static (options, _) => options["extensions"] = new JsonObject
        {
            ["events"] = new JsonObject
            {
                ["enable"] = true,
                ["sinks"] = new JsonArray(new JsonObject { ["type"] = "http", ["name"] = "hook", ["address"] = "http://127.0.0.1:9/" }),
            },
        });
        await zot.Client.PushAsync("app", Manifest.Image(), "v1");
        var target = zot.Folder.Combine("backup");

        var done = await zot.RunAsync("backup", zot.ConfigurationFile, target);
        await EndedAsync(done);
        await zot.StopAsync();
        Directory.Delete(zot.Data, recursive: true);
        Directory.Move(target, zot.Data);
        await zot.StartAgainAsync();

        Assert.Contains("_events/journal.db", done.Output, StringComparison.Ordinal);
        Assert.Equal(["v1"], await zot.Client.TagsAsync("app"));
        var sinks = (await zot.Client.GetAsync("/v2/_zot/ext/events/sinks")).Expect(200).Json.GetProperty("sinks")[0];
        Assert.NotEqual(0, sinks.GetProperty("waiting").GetInt64());
    }

    private static async Task<bool> IsCollectedAsync(ZotProcess zot, Ledger ledger) =>
        ledger.FirstDeleted is var (repository, image)
        && (await zot.Client.GetAsync($"/v2/{repository}/blobs/{image.Blobs[^1].Digest}")).Status == 404;

    private static int Sweeps(ZotProcess zot) => zot.Log.Split("\"sweep ended\"").Length - 1;

    // Pushes images that share a layer with all others, and deletes some of them again.
    private static async Task BeBusyAsync(Uri address, int client, Blob shared, Ledger ledger, CancellationToken stop)
    {
        using var http = new RegistryClient(address);
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            var (repository, image) = ($"app/{round % 3}", Manifest.Image(Blob.Configuration(), [shared, Blob.Random(1000)]));
            var start = Stopwatch.GetTimestamp();
            await http.PushContentAsync(repository, image);
            var tag = $"c{client}-{round}";
            var pushed = await http.PutManifestAsync(repository, tag, image);
            if (pushed.Status != 201 && Stopwatch.GetElapsedTime(start) > Promise)
            {
                continue; // on a slow machine, a sweep may have been faster
            }

            pushed.Expect(201);
            ledger.Pushed(repository, tag, image);
            if (round % 4 != 0)
            {
                ledger.Deleting(repository, tag);
                (await http.DeleteAsync($"/v2/{repository}/manifests/{(round % 2 == 0 ? tag : image.Digest)}")).Expect(202);
            }

            await Task.Delay(Pace, TestContext.Current.CancellationToken); // sets the load; not a wait for a condition
        }
    }

    private static async Task IsWholeAsync(
        string build, string backup, Dictionary<(string Repository, string Tag), Manifest> before, Dictionary<(string Repository, string Tag), Manifest> after)
    {
        await using var zot = await ServeAsync(build, backup);
        var mustBeThere = before.Where(pair => after.ContainsKey(pair.Key)).ToArray();
        Assert.NotEmpty(mustBeThere);
        foreach (var ((repository, tag), image) in mustBeThere)
        {
            (await zot.Client.HeadAsync($"/v2/{repository}/manifests/{tag}")).Expect(200).ExpectHeader("Docker-Content-Digest", image.Digest);
        }

        // Every listed image is complete, even if it was deleted meanwhile.
        foreach (var repository in (await zot.Client.GetAsync("/v2/_catalog")).Expect(200).Strings("repositories"))
        {
            foreach (var tag in await zot.Client.TagsAsync(repository))
            {
                var manifest = (await zot.Client.GetAsync($"/v2/{repository}/manifests/{tag}")).Expect(200).Json;
                foreach (var blob in manifest.GetProperty("layers").EnumerateArray().Append(manifest.GetProperty("config")))
                {
                    var digest = blob.GetProperty("digest").GetString()!;
                    var pulled = (await zot.Client.GetAsync($"/v2/{repository}/blobs/{digest}")).Expect(200);
                    Assert.Equal(digest, Digests.Sha256(pulled.Body));
                }
            }
        }
    }

    private static Task<ZotProcess> ServeAsync(string build, string directory) =>
        ZotProcess.StartAsync(build, (options, _) => options["storage"]!["rootDirectory"] = directory);

    private static async Task EndedAsync(CommandRun run) => Assert.True(await run.ExitCode == 0, run.Transcript);

    // The tags whose push was acknowledged and whose deletion has not begun.
    private sealed class Ledger
    {
        private readonly ConcurrentDictionary<(string Repository, string Tag), Manifest> _tags = new();
        private Tuple<string, Manifest>? _firstDeleted;

        public (string Repository, Manifest Image)? FirstDeleted =>
            Volatile.Read(ref _firstDeleted) is var (repository, image) ? (repository, image) : null;

        public void Pushed(string repository, string tag, Manifest image) => _tags[(repository, tag)] = image;

        public void Deleting(string repository, string tag)
        {
            if (_tags.TryRemove((repository, tag), out var image))
            {
                Interlocked.CompareExchange(ref _firstDeleted, Tuple.Create(repository, image), null);
            }
        }

        public Dictionary<(string Repository, string Tag), Manifest> Whole() => _tags.ToDictionary(static pair => pair.Key, static pair => pair.Value);
    }
}
