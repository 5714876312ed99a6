using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Metering;
using Zot.Metering.Collecting;
using Zot.Metering.Sizes;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Core.Tests.Metering.Sizes;

public sealed class StorageSizesTests : IAsyncDisposable
{
    private static readonly RepositoryName App = RepositoryName.Parse("app");
    private static readonly RepositoryName Broken = RepositoryName.Parse("broken");
    private static readonly RepositoryName Team = RepositoryName.Parse("team/app");

    private readonly ZotMeter _meter = new();
    private readonly ManualTime _time = new();
    private readonly KnownSizes _storage = new();
    private readonly KnownFeed _feed = new();
    private readonly MetricsCollector _collector;
    private readonly StorageSizes _sizes;

    public StorageSizesTests()
    {
        _collector = new MetricsCollector(meter => meter == _meter.Meter);
        _sizes = new StorageSizes(_meter, _collector, _storage, _feed, _time, NullLoggerFactory.Instance);
        (_storage.Sizes[App], _storage.Sizes[Team]) = (10, 20);
    }

    public async ValueTask DisposeAsync()
    {
        await _sizes.StopAsync(CancellationToken.None);
        _sizes.Dispose();
        _collector.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public async Task Sizes_are_measured_once_the_collector_starts()
    {
        await _sizes.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, _storage.Measured);

        _collector.Start();

        await Eventually.HoldsAsync(() => Task.FromResult(Told() is [("app", 10), ("team/app", 20)]), "both sizes are reported");
    }

    [Fact]
    public async Task Changed_repository_is_measured_again_once_per_interval()
    {
        await MeasureAllAsync();
        _storage.Sizes[App] = 30;

        _feed.Publish(new ContentChange(App, ContentChangeKind.ManifestPushed));
        _feed.Publish(new ContentChange(App, ContentChangeKind.BlobDeleted));
        _feed.Publish(new ContentChange(Team, ContentChangeKind.BlobStored));

        await ToldEventuallyAsync(() => Told() is [("app", 30), ("team/app", 20)]);
        Assert.Equal(3, _storage.Measured);
    }

    [Fact]
    public async Task Deleted_repository_has_no_size()
    {
        await MeasureAllAsync();
        _storage.Sizes.TryRemove(App, out _);

        _feed.Publish(new ContentChange(App, ContentChangeKind.RepositoryRemoved));

        await ToldEventuallyAsync(() => Told() is [("team/app", 20)]);
    }

    [Fact]
    public async Task Unreadable_repository_does_not_affect_the_others()
    {
        _storage.Sizes[Broken] = -1;

        await MeasureAllAsync();

        Assert.Equal([("app", 10), ("team/app", 20)], Told());
    }

    private async Task MeasureAllAsync()
    {
        await _sizes.StartAsync(TestContext.Current.CancellationToken);
        _collector.Start();
        await Eventually.HoldsAsync(() => Task.FromResult(Told().Count == 2), "two sizes are reported");
    }

    private Task ToldEventuallyAsync(Func<bool> condition) => Eventually.HoldsAsync(
        () =>
        {
            _time.Advance(StorageSizes.Delay);
            return Task.FromResult(condition());
        },
        "the changed sizes are reported");

    private List<(string, double)> Told() =>
    [
        .. _collector.Collect()
            .Where(family => family.Name == ZotMetrics.StorageBytes.Name)
            .SelectMany(family => family.Samples)
            .Select(sample => (sample.LabelValues[0], sample.Value)),
    ];

    /// <summary>A feed without content.</summary>
    private sealed class KnownFeed : IContentFeed
    {
        private FeedHandler<ContentChange>? _handler;

        public void Subscribe(FeedHandler<ContentChange> handler) => _handler += handler;

        public void Publish(in ContentChange change) => _handler?.Invoke(in change);

        public IAsyncEnumerable<RepositoryVersion> ListVersionsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IRepositoryListing?> ListAsync(RepositoryName repository, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    /// <summary>Predefined sizes; a negative one cannot be read.</summary>
    private sealed class KnownSizes : IRepositorySizes
    {
        private int _measured;

        public ConcurrentDictionary<RepositoryName, long> Sizes { get; } = new();

        public int Measured => _measured;

        public async IAsyncEnumerable<RepositoryName> ListRepositoriesAsync(
            RepositoryName? after, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            foreach (var name in Sizes.Keys.Order())
            {
                yield return name;
            }
        }

        public ValueTask<long?> MeasureAsync(RepositoryName repository, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _measured);
            return Sizes.TryGetValue(repository, out var size)
                ? size < 0 ? throw new IOException("unreadable") : ValueTask.FromResult<long?>(size)
                : ValueTask.FromResult<long?>(null);
        }
    }
}
