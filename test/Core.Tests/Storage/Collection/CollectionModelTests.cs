using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Configuration.Storage;
using Zot.Core.Tests.Storage.Collection.Model;
using Zot.Metadata;
using Zot.Metadata.Sqlite;
using Zot.Storage.Collection;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Collection;

/// <summary>
/// Random sequences of pushes, mounts, pulls, deletes and sweeps, under random policies: content that is referenced,
/// kept or young is never removed, and everything else is.
/// </summary>
public sealed class CollectionModelTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void Sweep_after_any_history_keeps_reachable_content_only() =>
        Check(static time => new MemoryMetadataIndex(time), Config.QuickThrowOnFailure.WithMaxTest(200), Gen.Constant(new CollectionRules(Hour, Hour)));

    [Fact]
    public void Sweep_after_any_history_keeps_what_any_policy_retains_only() =>
        Check(static time => new MemoryMetadataIndex(time), Config.QuickThrowOnFailure.WithMaxTest(500), Rules());

    [Fact]
    public void Sweep_with_the_times_of_the_real_index_keeps_what_policies_retain_only()
    {
        using var folder = new TemporaryDirectory();
        var count = 0;
        Check(
            time => SqliteMetadataStore.OpenIndex(
                Directory.CreateDirectory(Path.Combine(folder.Path, $"{count++}")).FullName, time, NullLogger<MetadataIndex>.Instance),
            Config.QuickThrowOnFailure.WithMaxTest(20).WithEndSize(60),
            Rules());
    }

    // A rare case found by the test above: an image index that was removed from the index, and whose content is
    // removed, is listed again.
    [Fact]
    public Task Sweep_of_an_image_index_that_lists_an_unindexed_one_keeps_reachable_content_only() => RunAsync(
        new CollectionRules(Hour, TimeSpan.Zero, DeletesUntagged: true, DeletesReferrers: false)
        {
            KeepTags = [new KeepTagsOptions { Patterns = ["^t1$"], MostRecentlyPushedCount = 2 }],
        },
        [
            new(ModelStepKind.PushImage, Repository: 0, A: 0, B: 2),
            new(ModelStepKind.Wait, Repository: 0, A: 1, B: 0),
            new(ModelStepKind.PushIndex, Repository: 0, A: 0, B: 2),
            new(ModelStepKind.Wait, Repository: 0, A: 1, B: 0),
            new(ModelStepKind.Sweep, Repository: 0, A: 0, B: 0),
            new(ModelStepKind.PushImage, Repository: 0, A: 0, B: 1),
            new(ModelStepKind.PushIndex, Repository: 0, A: 1, B: 2),
        ],
        static time => new MemoryMetadataIndex(time));

    private static void Check(Func<ManualTime, IMetadataIndex> index, Config config, Gen<CollectionRules> rules) =>
        Prop.ForAll(Cases(rules), one => RunAsync(one.Rules, one.History, index).GetAwaiter().GetResult()).Check(config);

    private static async Task RunAsync(CollectionRules rules, IReadOnlyList<ModelStep> history, Func<ManualTime, IMetadataIndex> index)
    {
        var time = new ManualTime();
        await using var store = new ModelledStore(rules, time, index(time));
        foreach (var step in history)
        {
            await store.DoAsync(step);
        }

        // The first sweep removes content that kept other content, which the second removes.
        time.Advance(3 * Hour);
        await store.SweepAsync();
        time.Advance(3 * Hour);
        await store.SweepAsync();
    }

    // A failing history is shrunk step by step.
    private static Arbitrary<ModelCase> Cases(Gen<CollectionRules> rules) => Arb.From(
        rules.SelectMany(static rules => Steps().ListOf().Select(steps => new ModelCase(rules, [.. steps]))),
        static one => Enumerable.Range(0, one.History.Count).Select(at => one with { History = [.. one.History.Where((_, i) => i != at)] }));

    private static Gen<ModelStep> Steps() =>
        from kind in Gen.Elements(Enum.GetValues<ModelStepKind>())
        from repository in Gen.Choose(0, 1)
        from a in Gen.Choose(0, 3)
        from b in Gen.Choose(0, 4)
        select new ModelStep(kind, repository, a, b);

    private static Gen<CollectionRules> Rules() =>
        from manifestAge in Gen.Elements(TimeSpan.Zero, Hour / 2, Hour, 2 * Hour)
        from deletesUntagged in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        from deletesReferrers in Gen.Elements(true, false)
        from entries in Gen.Choose(0, 2)
        from keepTags in KeepTags().ListOf(entries)
        from keepUntagged in Gen.Frequency((2, Gen.Constant<KeepUntaggedOptions?>(null)), (1, KeepUntagged().Select(static keep => (KeepUntaggedOptions?)keep)))
        select new CollectionRules(Hour, manifestAge, deletesUntagged, deletesReferrers)
        {
            KeepTags = [.. keepTags],
            KeepUntagged = deletesUntagged ? keepUntagged : null,
        };

    private static Gen<KeepTagsOptions> KeepTags() =>
        from patterns in Gen.Elements<string[]>([], ["^t0$"], ["[12]"], ["3", "^t1"])
        from keep in KeepUntagged()
        from hasRules in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        select !hasRules ? new KeepTagsOptions { Patterns = patterns } : new KeepTagsOptions
        {
            Patterns = patterns,
            PulledWithin = keep.PulledWithin,
            PushedWithin = keep.PushedWithin,
            MostRecentlyPulledCount = keep.MostRecentlyPulledCount,
            MostRecentlyPushedCount = keep.MostRecentlyPushedCount,
        };

    private static Gen<KeepUntaggedOptions> KeepUntagged() =>
        from pulledWithin in Within()
        from pushedWithin in Within()
        from pulled in Gen.Elements(0, 0, 1, 2)
        from pushed in Gen.Elements(0, 0, 1, 2)
        select new KeepUntaggedOptions
        {
            PulledWithin = pulledWithin,
            PushedWithin = pushedWithin,
            MostRecentlyPulledCount = pulled,
            MostRecentlyPushedCount = pushed,
        };

    private static Gen<TimeSpan?> Within() => Gen.Elements<TimeSpan?>(null, null, Hour / 2, 2 * Hour);
}
