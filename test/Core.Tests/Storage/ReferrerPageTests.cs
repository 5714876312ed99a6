using Xunit;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Graph;
using Zot.Testing;

namespace Zot.Core.Tests.Storage;

/// <summary>Long lists of referrers, and referrers with large entries.</summary>
public sealed class ReferrerPageTests : IAsyncDisposable
{
    private static readonly RepositoryName App = Some.Repository;
    private static readonly Descriptor Subject = Some.Layer("subject", MediaTypes.OciManifest);

    private readonly MemoryDriver _driver = new(TimeProvider.System);
    private readonly Store _store;

    public ReferrerPageTests() => _store = Stores.Open(_driver);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(int.MaxValue)]
    public async Task Pages_contain_every_referrer_once_in_order(int count)
    {
        var pushed = await PushAsync(10, length: 10);
        List<string> seen = [];
        Digest? after = null;
        do
        {
            var page = await ListAsync(new ReferrersQuery(Subject.Digest) { Count = count, After = after });
            seen.AddRange(page.Referrers);
            Assert.InRange(page.Referrers.Count, 1, count);
            after = page.Last;
        }
        while (after is not null);

        Assert.Equal(pushed, seen);
    }

    [Fact]
    public async Task Page_ends_before_its_manifests_exceed_4_MiB()
    {
        var pushed = await PushAsync(6, length: 1024 * 1024);

        var first = await ListAsync(new ReferrersQuery(Subject.Digest));
        var second = await ListAsync(new ReferrersQuery(Subject.Digest) { After = first.Last });

        Assert.Equal(pushed[..3], first.Referrers);
        Assert.Equal(pushed[3..], second.Referrers);
        Assert.Null(second.Last);
        Assert.All(
            await _store.Registry.ListReferrersAsync(App, Subject.Digest, default), static referrer => Assert.Equal(1024 * 1024, referrer.Annotations!["note"].Length));
    }

    [Fact]
    public async Task Annotations_of_a_large_manifest_are_not_kept_in_memory()
    {
        await PushAsync(1, length: 10);
        await PushAsync(1, length: Referrer.MaxKeptLength);
        var repository = await _store.Repositories.FindAsync(App, default);

        var referrers = (await repository!.Graph.GetAsync(default)).Referrers(Subject.Digest);

        Assert.Equal([true, false], referrers.Select(static referrer => referrer.IsComplete));
        Assert.Equal([true, false], referrers.Select(static referrer => referrer.Descriptor.Annotations is not null));
    }

    [Fact]
    public async Task Page_size_counts_only_the_filtered_artifact_types()
    {
        await PushAsync(2, length: 10, artifactType: "a/one");
        var other = await PushAsync(2, length: 10, artifactType: "a/other");

        var page = await ListAsync(new ReferrersQuery(Subject.Digest) { Count = 2, ArtifactTypes = ["a/other"] });

        Assert.Equal(other, page.Referrers);
        Assert.Null(page.Last);
    }

    [Fact]
    public async Task Page_after_a_deleted_referrer_starts_at_the_beginning()
    {
        var pushed = await PushAsync(3, length: 10);
        var first = await ListAsync(new ReferrersQuery(Subject.Digest) { Count = 2 });
        await _store.Registry.DeleteManifestAsync(App, Reference.To(first.Last!.Value), default);

        var next = await ListAsync(new ReferrersQuery(Subject.Digest) { After = first.Last });

        Assert.Equal([pushed[0], pushed[2]], next.Referrers);
    }

    [Fact]
    public async Task Large_referrer_that_is_damaged_is_left_out()
    {
        var pushed = await PushAsync(2, length: 100_000);
        await _driver.DeleteAsync(ImageLayout.Blob(App, Digest.Parse(pushed[0])), default);

        Assert.Equal(pushed[1..], (await ListAsync(new ReferrersQuery(Subject.Digest))).Referrers);
    }

    [Fact]
    public async Task Page_with_a_size_of_zero_is_empty_and_the_last()
    {
        await PushAsync(1, length: 10);

        var page = await ListAsync(new ReferrersQuery(Subject.Digest) { Count = 0 });

        Assert.Empty(page.Referrers);
        Assert.Null(page.Last);
    }

    private async Task<List<string>> PushAsync(int count, int length, string artifactType = "a/b")
    {
        await _store.Registry.PushBlobsAsync(App, "{}");
        List<string> pushed = [];
        for (var at = 0; at < count; at++)
        {
            var content = Some.Image(subject: Subject, artifactType: artifactType, note: new string((char)('a' + at), length));
            pushed.Add((await _store.Registry.PushManifestAsync(App, tag: null, content)).Digest.ToString());
        }

        return pushed;
    }

    private async Task<(List<string> Referrers, Digest? Last)> ListAsync(ReferrersQuery query)
    {
        var page = await _store.Registry.ListReferrersAsync(App, query, default);
        return (await page.Referrers.Select(static referrer => referrer.Digest.ToString()).ToListAsync(), page.Last);
    }
}
