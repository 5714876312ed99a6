using Xunit;
using Zot.Configuration.Storage;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Collection;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Retention;

/// <summary>The tags and manifests that a policy removes.</summary>
public sealed class RetentionTests : IAsyncDisposable
{
    private static readonly RepositoryName App = Some.Repository;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly CollectionRules Rules = new(Hour, Hour);

    private readonly ManualTime _time = new();
    private readonly MemoryDriver _driver;
    private readonly Store _store;
    private readonly NotedStatistics _statistics = new();

    public RetentionTests()
    {
        _driver = new MemoryDriver(_time);
        _store = Stores.Open(_driver, time: _time, lease: () => Hour);
    }

    private IRegistry Registry => _store.Registry;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Tag_that_matches_no_entry_is_removed()
    {
        await PushAsync("v1", "xv2", "latest");

        var collected = await CollectAsync(new KeepTagsOptions { Patterns = ["v[0-9]+"] });

        Assert.Equal(["v1", "xv2"], await Registry.ListTagsAsync(App, default));
        Assert.Equal(
            [("latest", false, "didn't meet any tag 'patterns' rules"), ("v1", true, "retained by patterns policy"), ("xv2", true, "retained by patterns policy")],
            Told(collected));
    }

    [Fact]
    public async Task Tag_belongs_to_the_first_matching_entry()
    {
        await PushAsync("dev-1", "dev-2", "v1", "v2");

        var collected = await CollectAsync(
            new KeepTagsOptions { Patterns = ["^dev-"], MostRecentlyPushedCount = 1 },
            new KeepTagsOptions());

        Assert.Equal(["dev-2", "v1", "v2"], await Registry.ListTagsAsync(App, default));
        Assert.Contains(("dev-1", false, "didn't meet any tag retention rule"), Told(collected));
    }

    [Fact]
    public async Task Age_of_a_tag_without_a_recorded_push_is_that_of_its_file_before_any_request()
    {
        await PushAsync("old");
        _time.Advance(50 * Hour);
        await Registry.FindManifestAsync(App, Reference.To(Tag.Parse("old")), default);
        await PushAsync("new");
        var policy = new KeepTagsOptions { PushedWithin = 60 * Hour };

        Assert.Equal(2, (await CollectAsync(policy)).Decisions.Count(static decision => decision.IsKept));
        _time.Advance(20 * Hour);
        await Registry.FindManifestAsync(App, Reference.To(Tag.Parse("old")), default);

        await CollectAsync(policy);

        Assert.Equal(["new"], await Registry.ListTagsAsync(App, default));
    }

    [Fact]
    public async Task Tag_moved_during_the_decision_is_kept()
    {
        await PushAsync("v1");
        _time.Advance(50 * Hour);
        _statistics.Reading = async () => await Registry.PushImageAsync(App, "v1", "moved");

        await CollectAsync(new KeepTagsOptions { PushedWithin = 10 * Hour });

        Assert.Equal(["v1"], await Registry.ListTagsAsync(App, default));
    }

    [Fact]
    public async Task Dry_run_reports_removals_without_making_them()
    {
        await PushAsync("v1", "v2");
        _time.Advance(2 * Hour);
        var rules = Rules with { KeepTags = [new KeepTagsOptions { Patterns = ["v2"] }] };

        var told = await CollectAsync(rules with { IsDryRun = true });
        Assert.Equal(["v1", "v2"], await Registry.ListTagsAsync(App, default));
        var done = await CollectAsync(rules);

        Assert.Equal(["v2"], await Registry.ListTagsAsync(App, default));
        Assert.Equal(done.Manifests, told.Manifests);
        Assert.Equal(done.Blobs.ToHashSet(), told.Blobs.ToHashSet());
        Assert.Equal(Told(done), Told(told));
    }

    [Fact]
    public async Task Untagged_manifest_kept_by_its_rules_keeps_its_blobs()
    {
        await Registry.PushImageAsync(App, tag: null, "old");
        _time.Advance(Hour);
        await Registry.PushImageAsync(App, tag: null, "new");
        _time.Advance(2 * Hour);

        var collected = await CollectAsync(Rules with { KeepUntagged = new KeepUntaggedOptions { MostRecentlyPushedCount = 1 } });

        Assert.Single(collected.Manifests);
        Assert.Null(await Registry.ReadBlobAsync(App, Some.Digest("old")));
        Assert.NotNull(await Registry.ReadBlobAsync(App, Some.Digest("new")));
        Assert.Equal(
            ["didn't meet any untagged retention rule", "retained by mostRecentlyPushedCount:1 policy"],
            collected.Decisions.Select(static decision => decision.Reason));
    }

    [Fact]
    public async Task Untagged_manifest_listed_by_an_index_is_not_evaluated()
    {
        var image = await Registry.PushImageAsync(App, tag: null);
        await Registry.PushManifestAsync(App, "all", Some.Index([image]), MediaTypes.OciIndex);
        _time.Advance(50 * Hour);

        var collected = await CollectAsync(Rules with { KeepUntagged = new KeepUntaggedOptions { PushedWithin = Hour } });

        Assert.Empty(collected.Decisions);
        Assert.NotNull(await Registry.FindManifestAsync(App, Reference.To(image.Digest), default));
    }

    [Fact]
    public async Task Statistics_of_removed_manifests_are_removed()
    {
        await PushAsync("v1", "v2");
        _time.Advance(2 * Hour);

        await CollectAsync(new KeepTagsOptions { Patterns = ["v2"], MostRecentlyPushedCount = 1 });

        Assert.Single(_statistics.Settled);
    }

    private static IEnumerable<(string?, bool, string)> Told(Collected collected) =>
        collected.Decisions.Select(static decision => (decision.Tag, decision.IsKept, decision.Reason)).Order();

    private async Task PushAsync(params string[] tags)
    {
        foreach (var tag in tags)
        {
            await Registry.PushImageAsync(App, tag, tag);
            _time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private Task<Collected> CollectAsync(params KeepTagsOptions[] entries) => CollectAsync(Rules with { KeepTags = entries });

    private async Task<Collected> CollectAsync(CollectionRules rules) =>
        (await _store.Collector.CollectAsync(App, rules, _statistics, default))!;
}
