using System.Collections.Concurrent;
using System.Diagnostics;

namespace Zot.BlackBox.Crash;

/// <summary>Sixteen clients push, pull and delete the same few tags at the same time.</summary>
[Trait("suite", "crash")]
public sealed class RaceTests(SharedServers servers) : RegistryTest(servers)
{
    private const int Clients = 16;
    private const int StepsPerClient = 60;

    private static readonly string[] Tags = ["a", "b", "latest"];

    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds]
    public async Task Reads_are_consistent_with_concurrent_writes(string build)
    {
        var client = await ClientAsync(build);
        var config = Blob.Configuration();
        await client.PushBlobAsync(Repository, config.Content);
        var histories = Tags.ToDictionary(tag => tag, _ => new ConcurrentBag<TagEvent>());

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => Task.Run(async () =>
        {
            var random = new Random(number);
            for (var step = 0; step < StepsPerClient; step++)
            {
                var tag = Tags[random.Next(Tags.Length)];
                histories[tag].Add(await StepAsync(client, tag, config, random.Next(10)));
            }
        })));

        foreach (var (tag, history) in histories)
        {
            history.Add(await StepAsync(client, tag, config, choice: 9));
            TagEvent.CheckHistory(tag, [.. history]);
        }

        var present = histories.Where(history => history.Value.MaxBy(step => step.Start)!.Digest is not null).Select(history => history.Key);
        Assert.Equal(present.Order(StringComparer.Ordinal), await client.TagsAsync(Repository));
    }

    private async Task<TagEvent> StepAsync(RegistryClient client, string tag, Blob config, int choice)
    {
        var path = $"/v2/{Repository}/manifests/{tag}";
        var image = Manifest.Image(config, [], manifest =>
            manifest["annotations"] = new System.Text.Json.Nodes.JsonObject { ["org.example.unique"] = Guid.NewGuid().ToString() });
        var start = Stopwatch.GetTimestamp();
        switch (choice)
        {
            case < 4:
                (await client.PutManifestAsync(Repository, tag, image)).Expect(201);
                return new TagEvent(start, Stopwatch.GetTimestamp(), IsWrite: true, image.Digest);
            case < 6:
                var deleted = (await client.DeleteAsync(path)).Expect(202, 404);
                return new TagEvent(start, Stopwatch.GetTimestamp(), IsWrite: deleted.Status == 202, Digest: null);
            default:
                var pulled = (await client.GetAsync(path)).Expect(200, 404);
                var digest = pulled.Status == 200 ? pulled.Header("Docker-Content-Digest") : null;
                Assert.Equal(digest, digest is null ? null : Digests.Sha256(pulled.Body));
                return new TagEvent(start, Stopwatch.GetTimestamp(), IsWrite: false, digest);
        }
    }
}
