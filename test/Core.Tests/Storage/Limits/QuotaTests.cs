using Xunit;
using Zot.Configuration.Storage;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Limits;
using Zot.Storage.SubPaths;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Limits;

/// <summary>Quotas of repositories and users.</summary>
public sealed class QuotaTests : IAsyncDisposable
{
    private static readonly RepositoryName App = RepositoryName.Parse("team/app");
    private static readonly RepositoryName Tool = RepositoryName.Parse("team/tool");
    private static readonly RepositoryName Elsewhere = RepositoryName.Parse("else/where");

    private readonly LimitedStore _store = new(Team(1000));

    private IRegistry Registry => _store.Registry;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Upload_of_known_length_above_the_quota_is_rejected_before_its_body_is_read()
    {
        await Registry.PushBlobAsync(App, Some.Bytes(600));
        var upload = await Registry.StartUploadAsync(Tool, DigestAlgorithm.Sha256, default);
        using var never = new BrokenSource();

        var refusal = await Refusal.IsAsync(
            RegistryError.QuotaExceeded, async () => await upload.AppendAsync(never, offset: 0, length: 401, default));

        Assert.Equal(("quota", "team/**"), (refusal.Detail.Key, refusal.Detail.Value));
        Assert.Equal("600 of 1000 bytes are used, which leaves no space for 401", refusal.Detail.Reason);
        Assert.Equal(0, upload.Length);
        await Registry.PushBlobAsync(Tool, Some.Bytes(400, seed: 1));
        await Registry.PushBlobAsync(Elsewhere, Some.Bytes(5000));
    }

    [Fact]
    public async Task Upload_of_unknown_length_is_rejected_when_it_exceeds_the_quota_and_releases_its_reservation()
    {
        var upload = await Registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);
        using var source = new MemoryStream(Some.Bytes(900));
        await upload.AppendAsync(source, offset: null, length: null, default);
        using var more = new MemoryStream(Some.Bytes(200));

        await Refusal.IsAsync(RegistryError.QuotaExceeded, async () => await upload.AppendAsync(more, offset: null, length: null, default));

        Assert.Equal(900, upload.Length);
        await Registry.PushBlobAsync(Tool, Some.Bytes(800, seed: 1));
        await Refusal.IsAsync(RegistryError.QuotaExceeded, async () => await upload.CompleteAsync(Some.Digest(Some.Bytes(900)), default));
        await Registry.DeleteBlobAsync(Tool, Some.Digest(Some.Bytes(800, seed: 1)), default);
        Assert.Equal(900, (await upload.CompleteAsync(Some.Digest(Some.Bytes(900)), default)).Size);
    }

    private static ContentChange Removed => new(App, ContentChangeKind.RepositoryRemoved);

    [Fact]
    public async Task Removed_repository_has_no_entry_unless_content_arrives()
    {
        var ledger = new QuotaLedger(
            () => _store.Options.Quotas,
            static (_, _) => true,
            new StoreRoutes(_store.Store, new Dictionary<string, Store>()),
            _store.Time);
        await ledger.KnowAsync(App, default);
        await ledger.KnowAsync(Tool, default);
        ledger.Handle(Removed);
        Assert.Equal(1, ledger.TrackedCount);

        // A push that knew the repository before its removal.
        var reservation = ledger.Create(App);
        ledger.Reserve(reservation, 100);
        ledger.Expect(reservation, Some.Digest("layer"));
        ledger.Handle(Removed);
        Assert.Equal(100, ledger.Levels[0].Used);
        ledger.Handle(new ContentChange(App, ContentChangeKind.BlobStored) { Blob = Some.Digest("layer"), After = 100 });
        ledger.Release(reservation);
        Assert.Equal((100, 2), (ledger.Levels[0].Used, ledger.TrackedCount));

        ledger.Handle(new ContentChange(App, ContentChangeKind.BlobDeleted) { Blob = Some.Digest("layer"), Before = 100 });
        ledger.Handle(Removed);
        Assert.Equal((0, 1), (ledger.Levels[0].Used, ledger.TrackedCount));
    }

    [Fact]
    public async Task Uploads_in_progress_count_until_canceled_or_idle()
    {
        var cancelled = await StartAsync(App, 600);
        await Refusal.IsAsync(RegistryError.QuotaExceeded, () => StartAsync(Tool, 500));
        await cancelled.CancelAsync(default);

        await StartAsync(Tool, 500);
        await Refusal.IsAsync(RegistryError.QuotaExceeded, () => StartAsync(App, 600));
        _store.Time.Advance(TimeSpan.FromMinutes(15));

        await StartAsync(App, 600);
        Assert.Equal(600, Used());
    }

    [Fact]
    public async Task Aborted_upload_reserves_its_received_bytes()
    {
        var upload = await Registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);
        using var source = new MemoryStream(Some.Bytes(100));

        await Refusal.IsAsync(RegistryError.SizeInvalid, async () => await upload.AppendAsync(source, offset: null, length: 900, default));

        Assert.Equal(100, Used());
    }

    [Fact]
    public async Task Abandoned_uploads_do_not_accumulate()
    {
        for (var at = 0; at < 3000; at++)
        {
            await StartAsync(Tool, 1);
            if (at % 1000 == 999)
            {
                _store.Time.Advance(TimeSpan.FromMinutes(15));
            }
        }

        Assert.InRange(Used(), 1, 1024);
    }

    [Fact]
    public async Task Equal_content_counts_once_per_repository()
    {
        await Registry.PushBlobAsync(App, Some.Bytes(300));
        await Registry.PushBlobAsync(App, Some.Bytes(300));
        Assert.Equal(300, Used());

        await Registry.PushBlobAsync(Tool, Some.Bytes(300));

        Assert.Equal(600, Used());
    }

    [Fact]
    public async Task Mount_counts_with_and_without_from()
    {
        await Registry.PushBlobAsync(Elsewhere, Some.Bytes(700));
        var digest = Some.Digest(Some.Bytes(700));
        Assert.NotNull(await Registry.MountBlobAsync(new BlobMount(App, digest, Elsewhere, static _ => true), default));
        Assert.Equal(700, Used());

        foreach (var from in new RepositoryName?[] { Elsewhere, null })
        {
            await Refusal.IsAsync(
                RegistryError.QuotaExceeded, async () => await Registry.MountBlobAsync(new BlobMount(Tool, digest, from, static _ => true), default));
        }

        Assert.NotNull(await Registry.MountBlobAsync(new BlobMount(App, digest, Elsewhere, static _ => true), default));
        Assert.Null(await Registry.MountBlobAsync(new BlobMount(Tool, digest, Elsewhere, static _ => false), default));
    }

    [Fact]
    public async Task Manifest_counts_and_an_existing_one_is_accepted_when_the_quota_is_full()
    {
        await Registry.PushBlobAsync(App, "{}"u8.ToArray());
        var image = Some.Image();
        await Registry.PushManifestAsync(App, "v1", image);
        Assert.Equal(2 + image.Length, Used());
        await Registry.PushBlobAsync(App, Some.Bytes((int)(1000 - Used())));

        await Registry.PushManifestAsync(App, "v2", image);

        await Refusal.IsAsync(RegistryError.QuotaExceeded, () => Registry.PushManifestAsync(App, "v3", Some.Image(note: "another")));
        Assert.Null(await Registry.ResolveAsync(App, "v3"));
    }

    [Fact]
    public async Task Deletion_and_collection_reduce_the_usage()
    {
        await Registry.PushBlobAsync(App, Some.Bytes(500));
        await Registry.DeleteBlobAsync(App, Some.Digest(Some.Bytes(500)), default);
        Assert.Equal(0, Used());
        var image = await Registry.PushImageAsync(App, "v1");
        await Registry.DeleteManifestAsync(App, Reference.To(image.Digest), default);

        await _store.CollectAsync(App);

        Assert.Equal(0, Used());
    }

    [Fact]
    public async Task Concurrent_pushes_do_not_exceed_the_quota()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(at => Task.Run(async () =>
        {
            try
            {
                return (await Registry.PushBlobAsync(at % 2 == 0 ? App : Tool, Some.Bytes(150, seed: at))).Size;
            }
            catch (RegistryException refusal) when (refusal.Error == RegistryError.QuotaExceeded)
            {
                return 0;
            }
        })));

        Assert.Equal(Used(), outcomes.Sum());
        Assert.Equal(900, Used());
    }

    [Fact]
    public async Task Same_content_pushed_concurrently_counts_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Registry.PushBlobAsync(App, Some.Bytes(200)))));

        Assert.Equal(200, Used());
    }

    [Fact]
    public async Task Existing_content_counts_on_first_use_or_in_the_background()
    {
        var driver = new MemoryDriver(TimeProvider.System);
        await using (var before = Stores.Open(driver))
        {
            await before.Registry.PushBlobAsync(App, Some.Bytes(700));
            await before.Registry.PushBlobAsync(Tool, Some.Bytes(100));
        }

        await using var store = new LimitedStore(Team(1000), driver);

        await Refusal.IsAsync(RegistryError.QuotaExceeded, () => store.Registry.PushBlobAsync(App, Some.Bytes(301, seed: 1)));
        await store.CountAsync();
        Assert.Equal(800, store.Limits.Levels.Single().Used);
        await Refusal.IsAsync(RegistryError.QuotaExceeded, () => store.Registry.PushBlobAsync(App, Some.Bytes(201, seed: 1)));
    }

    [Fact]
    public async Task Repository_belongs_to_its_creator_across_restarts()
    {
        var driver = new MemoryDriver(TimeProvider.System);
        var options = new StorageOptions { Quotas = [new QuotaOptions { User = "alice", MaxBytes = 1000 }] };
        await using (var before = new LimitedStore(options, driver) { Caller = "alice" })
        {
            await before.Registry.PushBlobAsync(App, Some.Bytes(600));
            before.Caller = "bob";
            await before.Registry.PushBlobAsync(App, Some.Bytes(300, seed: 1));
            await before.Registry.PushBlobAsync(Tool, Some.Bytes(5000));
        }

        await using var store = new LimitedStore(options, driver) { Caller = "bob" };
        await store.CountAsync();

        Assert.Equal(900, store.Limits.Levels.Single().Used);
        var refusal = await Refusal.IsAsync(RegistryError.QuotaExceeded, () => store.Registry.PushBlobAsync(App, Some.Bytes(101, seed: 2)));
        Assert.Equal("user:alice", refusal.Detail.Value);
        await store.Registry.PushBlobAsync(Tool, Some.Bytes(5000, seed: 2));
        store.Caller = "alice";
        await Refusal.IsAsync(RegistryError.QuotaExceeded, () => store.Registry.PushBlobAsync(Elsewhere, Some.Bytes(101, seed: 3)));
    }

    [Fact]
    public async Task Collected_repository_belongs_to_its_next_creator()
    {
        await using var store = new LimitedStore(new StorageOptions { Quotas = [new QuotaOptions { User = "alice", MaxBytes = 1000 }] }) { Caller = "alice" };
        await store.Registry.PushBlobAsync(App, Some.Bytes(600));
        await store.CollectAsync(App);
        Assert.False(await store.Registry.HasRepositoryAsync(App, default));
        Assert.Equal(0, store.Limits.Levels.Single().Used);

        store.Caller = "bob";
        await store.Registry.PushBlobAsync(App, Some.Bytes(5000));

        Assert.Equal(0, store.Limits.Levels.Single().Used);
    }

    [Fact]
    public async Task Repository_created_by_a_manifest_or_a_mount_belongs_to_its_caller()
    {
        await using var store = new LimitedStore(new StorageOptions { Quotas = [new QuotaOptions { User = "alice", MaxBytes = 1000 }] });
        await store.Registry.PushBlobAsync(Elsewhere, Some.Bytes(100));
        store.Caller = "alice";

        await store.Registry.MountBlobAsync(new BlobMount(App, Some.Digest(Some.Bytes(100)), Elsewhere, static _ => true), default);
        var list = Some.Index([]);
        await store.Registry.PushManifestAsync(Tool, "v1", list, MediaTypes.OciIndex);

        Assert.Equal(100 + list.Length, store.Limits.Levels.Single().Used);
    }

    [Fact]
    public async Task Push_must_fit_every_quota_of_its_repository()
    {
        await using var store = new LimitedStore(new StorageOptions
        {
            Quotas = [new QuotaOptions { Pattern = "**", MaxBytes = 1000 }, new QuotaOptions { Pattern = "team/app", MaxBytes = 100 }],
        });

        var refusal = await Refusal.IsAsync(RegistryError.QuotaExceeded, () => store.Registry.PushBlobAsync(App, Some.Bytes(101)));
        Assert.Equal("team/app", refusal.Detail.Value);
        await store.Registry.PushBlobAsync(Tool, Some.Bytes(1000));
        refusal = await Refusal.IsAsync(RegistryError.QuotaExceeded, () => store.Registry.PushBlobAsync(App, Some.Bytes(1)));
        Assert.Equal("**", refusal.Detail.Value);
    }

    [Fact]
    public async Task Changed_configuration_counts_existing_content()
    {
        await Registry.PushBlobAsync(App, Some.Bytes(600));
        await Registry.PushBlobAsync(Tool, Some.Bytes(300));

        _store.Options = new StorageOptions { Quotas = [new QuotaOptions { Pattern = "team/app", MaxBytes = 700 }] };

        Assert.Equal(600, Used());
        await Refusal.IsAsync(RegistryError.QuotaExceeded, () => Registry.PushBlobAsync(App, Some.Bytes(101, seed: 1)));
        await Registry.PushBlobAsync(Tool, Some.Bytes(5000));
    }

    [Fact]
    public async Task Quota_lowered_during_an_upload_is_checked_again_at_its_end()
    {
        var upload = await StartAsync(App, 600);
        _store.Options = Team(500);

        await Refusal.IsAsync(RegistryError.QuotaExceeded, async () => await upload.CompleteAsync(Some.Digest(Some.Bytes(600)), default));

        _store.Options = Team(600);
        Assert.Equal(600, (await upload.CompleteAsync(Some.Digest(Some.Bytes(600)), default)).Size);
    }

    private static StorageOptions Team(long bytes) => new() { Quotas = [new QuotaOptions { Pattern = "team/**", MaxBytes = bytes }] };

    private long Used() => _store.Limits.Levels.Single().Used;

    private async Task<IBlobUpload> StartAsync(RepositoryName repository, int length)
    {
        var upload = await Registry.StartUploadAsync(repository, DigestAlgorithm.Sha256, default);
        using var source = new MemoryStream(Some.Bytes(length));
        await upload.AppendAsync(source, offset: 0, length, default);
        return upload;
    }

    /// <summary>A stream that must not be read.</summary>
    private sealed class BrokenSource : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("the body must not be read");
    }
}
