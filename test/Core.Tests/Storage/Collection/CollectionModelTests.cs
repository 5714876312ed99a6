using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Zot.Registry;
using Zot.Storage.Collection;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Retention;
using Zot.Testing;

namespace Zot.Storage.Tests;

/// <summary>Any pushes, moves, deletes and sweeps in any order: nothing needed is ever gone, and nothing else stays.</summary>
public sealed class CollectionModelTests
{
    private static readonly RepositoryName App = Some.Repository;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly CollectionRules Rules = new(Hour, Hour);

    [Fact]
    public void Sweep_AfterAnyHistory_LeavesWhatIsReachable_AndNothingElse() =>
        Prop.ForAll(Histories(), static history => RunAsync(history).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();

    private static async Task RunAsync(IReadOnlyList<(int Kind, int A, int B)> history)
    {
        var time = new ManualTime();
        var driver = new MemoryDriver(time);
        await using var store = Stores.Open(driver, time: time, lease: () => Hour);
        Dictionary<string, Descriptor> tags = new(StringComparer.Ordinal);
        Dictionary<Digest, List<Digest>> manifests = [];
        HashSet<Digest> referrers = [];
        Dictionary<Digest, DateTimeOffset> youngSince = [];
        var registry = store.Registry;

        foreach (var (kind, a, b) in history)
        {
            var (tag, layer) = ($"t{a}", $"layer{b}");
            switch (kind)
            {
                case 0:
                    await PushAsync(tag, Some.Image(layers: [Some.Layer(layer)]), MediaTypes.OciManifest, [Some.Digest("{}"), Some.Digest(layer)], layer);
                    break;
                case 1:
                    var listed = manifests.Keys.Where(digest => !referrers.Contains(digest)).OrderBy(static digest => digest.ToString(), StringComparer.Ordinal).Take(b).ToList();
                    var index = Some.Index(listed.Select(digest => new Descriptor(MediaTypes.OciManifest, digest, 1)));
                    if (await AreHereAsync(listed))
                    {
                        await PushAsync(tag, index, MediaTypes.OciIndex, listed, layer: null);
                    }

                    break;
                case 2 when tags.TryGetValue(tag, out var subject):
                    var note = Some.Image(subject: subject, artifactType: "a/b", note: layer);
                    await PushAsync(tag: null, note, MediaTypes.OciManifest, [Some.Digest("{}")], layer: null);
                    referrers.Add(Some.Digest(note));
                    break;
                case 3:
                    await registry.DeleteManifestAsync(App, Reference.To(Tag.Parse(tag)), default);
                    tags.Remove(tag);
                    break;
                case 4:
                    if (await registry.FindBlobAsync(App, Some.Digest(layer), default) is not null)
                    {
                        youngSince[Some.Digest(layer)] = time.GetUtcNow();
                    }

                    break;
                case 5:
                    time.Advance(TimeSpan.FromMinutes(20 * (a + 1)));
                    break;
                default:
                    await store.Collector.CollectAsync(App, Rules, NoStatistics.Instance, default);
                    break;
            }

            await NothingNeededIsGoneAsync();
        }

        time.Advance(2 * Hour);
        await store.Collector.CollectAsync(App, Rules, NoStatistics.Instance, default);
        await NothingNeededIsGoneAsync();
        var left = (await driver.ListAsync(ImageLayout.Blobs(App, DigestAlgorithm.Sha256), default)).Select(static child => $"sha256:{child.Name}");
        Assert.Equal(Needed().Select(static digest => digest.ToString()).Order(StringComparer.Ordinal), left.Order(StringComparer.Ordinal));

        async Task PushAsync(string? tag, byte[] content, string mediaType, List<Digest> named, string? layer)
        {
            foreach (var text in layer is null ? ["{}"] : new[] { "{}", layer })
            {
                await registry.PushBlobsAsync(App, text);
                youngSince[Some.Digest(text)] = time.GetUtcNow();
            }

            var pushed = await registry.PushManifestAsync(App, tag, content, mediaType);
            manifests[pushed.Digest] = named;
            if (tag is not null)
            {
                tags[tag] = pushed;
            }
        }

        HashSet<Digest> Needed()
        {
            HashSet<Digest> needed = [];
            Stack<Digest> open = new([.. tags.Values.Select(static tagged => tagged.Digest), .. referrers]);
            while (open.TryPop(out var digest))
            {
                if (needed.Add(digest))
                {
                    foreach (var named in manifests.GetValueOrDefault(digest) ?? [])
                    {
                        open.Push(named);
                    }
                }
            }

            return needed;
        }

        async Task NothingNeededIsGoneAsync()
        {
            var young = youngSince.Where(pair => time.GetUtcNow() - pair.Value < Hour * 0.99).Select(static pair => pair.Key);
            Assert.True(await AreHereAsync(Needed().Union(young)));
        }

        async Task<bool> AreHereAsync(IEnumerable<Digest> digests)
        {
            foreach (var digest in digests)
            {
                if (await driver.StatAsync(ImageLayout.Blob(App, digest), default) is null)
                {
                    return false;
                }
            }

            return true;
        }
    }

    private static Arbitrary<IReadOnlyList<(int Kind, int A, int B)>> Histories() =>
        Gen.Choose(0, 6)
            .SelectMany(static kind => Gen.Choose(0, 3).SelectMany(a => Gen.Choose(0, 4).Select(b => (kind, a, b))))
            .ListOf()
            .Select(static steps => (IReadOnlyList<(int, int, int)>)[.. steps])
            .ToArbitrary();
}
