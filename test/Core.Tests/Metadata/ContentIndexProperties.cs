using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Core.Tests.Storage;
using Zot.Metadata;
using Zot.Metadata.Sqlite;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Collection;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Feed;
using Zot.Storage.Retention;
using Zot.Testing;

namespace Zot.Core.Tests.Metadata;

/// <summary>
/// The index equals the content after any history of changes, including changes while no index follows.
/// </summary>
public sealed class ContentIndexProperties
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void Index_AfterAnyHistory_EqualsTheContent() =>
        Prop.ForAll(Lives(), static lives => RunAsync(lives).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();

    private static async Task RunAsync(IReadOnlyList<(bool IsWatched, IReadOnlyList<(int Kind, int A, int B)> Steps)> lives)
    {
        using var directory = new TemporaryDirectory();
        var time = new ManualTime();
        var driver = new MemoryDriver(time);
        foreach (var (isWatched, steps) in lives.Append((true, [])))
        {
            await using var store = Stores.Open(driver, time: time, lease: () => Hour);
            await using var index = isWatched ? SqliteMetadataStore.OpenIndex(directory.Path, time, NullLogger<MetadataIndex>.Instance) : null;
            var jobs = index?.Follow(new ContentFeed(store.Registry, [store], _ => store), store.Registry);
            foreach (var (kind, a, b) in steps)
            {
                await StepAsync(store, driver, time, kind, RepositoryName.Parse($"r{a % 2}"), $"t{a}", $"layer{b}");
                if (kind == 6 && index is not null)
                {
                    await AssertEqualAsync(store, index);
                }
            }

            if (steps.Count == 0 && index is not null)
            {
                await foreach (var job in jobs!.EnumerateAsync(default))
                {
                    await job.RunAsync(default);
                }

                Assert.Equal((await store.Registry.ListAsync()).Count, index.Count().Repositories);
                await AssertEqualAsync(store, index);
            }
        }
    }

    private static async Task StepAsync(
        Store store, MemoryDriver driver, ManualTime time, int kind, RepositoryName repository, string tag, string layer)
    {
        var registry = store.Registry;
        switch (kind)
        {
            case 0 or 1:
                await registry.PushImageAsync(repository, tag, layer);
                break;
            case 2 when await registry.ResolveAsync(repository, tag) is { } subject:
                await registry.PushManifestAsync(
                    repository, tag: null, Some.Image(subject: new Descriptor(MediaTypes.OciManifest, subject, 1), artifactType: "a/b", note: layer));
                break;
            case 3:
                await registry.DeleteManifestAsync(repository, Reference.To(Tag.Parse(tag)), default);
                break;
            case 4 when await registry.ResolveAsync(repository, tag) is { } digest:
                await registry.DeleteManifestAsync(repository, Reference.To(digest), default);
                break;
            case 5:
                time.Advance(Hour * 2);
                await store.Collector.CollectAsync(repository, new CollectionRules(Hour, Hour), NoStatistics.Instance, default);
                break;
            case 7 when await driver.ReadAsync(ImageLayout.Index(repository), default) is not null
                && await driver.StatAsync(ImageLayout.Journal(repository), default) is null:
                // Another process empties the repository, which is detected at the next access.
                await driver.WriteAsync(
                    ImageLayout.Index(repository), """{"schemaVersion":2,"manifests":[]}"""u8.ToArray(), ImageLayout.Staging(repository), durable: false, default);
                time.Advance(TimeSpan.FromSeconds(2));
                break;
        }
    }

    private static async Task AssertEqualAsync(Store store, MetadataIndex index)
    {
        foreach (var name in new[] { RepositoryName.Parse("r0"), RepositoryName.Parse("r1") })
        {
            var known = await index.FindRepositoryAsync(name, default);
            var there = await store.Repositories.FindAsync(name, default) is { } found ? await found.ListAsync(default) : null;
            Assert.Equal(there is null, known is null);
            if (there is null || known is null)
            {
                continue;
            }

            Assert.Equal(
                there.Tags.Select(static tag => (tag.Key, tag.Value.Digest, tag.Value.MediaType)),
                known.Tags.Select(static tag => (tag.Tag, tag.Manifest, tag.MediaType)));
            Assert.Equal(Sorted(there.Manifests.Select(static manifest => manifest.Digest)), Sorted(known.Manifests.Keys));
            foreach (var subject in known.Manifests.Keys)
            {
                Assert.Equal(
                    Sorted((await store.Registry.ListReferrersAsync(name, subject, default)).Select(static referrer => referrer.Digest)),
                    Sorted(known.ReferrersOf(subject).Select(static referrer => referrer.Digest)));
            }
        }
    }

    private static IEnumerable<string> Sorted(IEnumerable<Digest> digests) =>
        digests.Select(static digest => digest.ToString()).Order(StringComparer.Ordinal);

    private static Arbitrary<IReadOnlyList<(bool IsWatched, IReadOnlyList<(int Kind, int A, int B)> Steps)>> Lives() =>
        Gen.Choose(0, 7)
            .SelectMany(static kind => Gen.Choose(0, 3).SelectMany(a => Gen.Choose(0, 3).Select(b => (kind, a, b))))
            .ListOf(20)
            .SelectMany(static steps => Gen.Elements(true, true, false)
                .Select(isWatched => (isWatched, (IReadOnlyList<(int, int, int)>)[.. steps])))
            .ListOf(4)
            .Select(static lives => (IReadOnlyList<(bool, IReadOnlyList<(int, int, int)>)>)[.. lives])
            .ToArbitrary();
}
