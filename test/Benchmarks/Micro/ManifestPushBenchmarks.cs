#if EXT_EVENTS
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Zot.Configuration.Storage;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Listening;
using Zot.Metadata;
using Zot.Metadata.Sqlite;
using Zot.Metering;
using Zot.Metering.Collecting;
using Zot.Metering.Sizes;
using Zot.Registry;
using Zot.Storage.Content;

namespace Zot.Benchmarks.Micro;

/// <summary>The cost of a manifest push below HTTP: the content alone, and with all layers and subscribers.</summary>
[MemoryDiagnoser]
public class ManifestPushBenchmarks : IAsyncDisposable
{
    private static readonly RepositoryName Repository = RepositoryName.Parse("team/app");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("zot-push-");
    private readonly ManifestPush[] _pushes = [Push("one"), Push("two")];
    private ContentStore _content = null!;
    private MetadataIndex _index = null!;
    private SqliteJournal _journal = null!;
    private ZotMeter _meter = null!;
    private MetricsCollector _collector = null!;
    private StorageSizes _sizes = null!;
    private IRegistry _registry = null!;
    private int _count;

    /// <summary>Indicates whether all limits, the metadata index, the metrics and the events are enabled.</summary>
    [Params(false, true)]
    public bool HasAll { get; set; }

    [GlobalSetup]
    public async Task OpenAsync()
    {
        var options = new StorageOptions
        {
            RootDirectory = _directory.FullName,
            MaxRepos = HasAll ? 1_000 : 0,
            Quotas = HasAll ? [new QuotaOptions { Pattern = "**", MaxBytes = 1L << 40 }, new QuotaOptions { User = "alice", MaxBytes = 1L << 40 }] : [],
            ImmutableTags = HasAll ? [new ImmutableTagsOptions { Repositories = ["other/**"] }] : [],
        };
        _content = await ContentStore.OpenAsync(() => options, NullLoggerFactory.Instance, TimeProvider.System, meter: null, default);
        _registry = HasAll ? Wrap(_content) : _content.Registry;
        await _registry.PushManifestAsync(_pushes[0], default);
    }

    [Benchmark]
    public async Task<PushedManifest> PushAsync() => await _registry.PushManifestAsync(_pushes[_count++ % _pushes.Length] with { Rules = [] }, default);

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        if (HasAll)
        {
            await _index.DisposeAsync();
            await _journal.DisposeAsync();
            _sizes.Dispose();
            _collector.Dispose();
            _meter.Dispose();
        }

        await _content.DisposeAsync();
        _directory.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private static ManifestPush Push(string text) => new(
        Repository,
        Reference.Parse("v1"),
        MediaTypes.OciIndex,
        Encoding.UTF8.GetBytes($$$"""{"schemaVersion":2,"mediaType":"{{{MediaTypes.OciIndex}}}","manifests":[],"annotations":{"text":"{{{text}}}"}}"""))
    {
        Call = new CallContext { User = "alice" },
    };

    // The order is that of RegistryLayer.
    private EventingRegistry Wrap(ContentStore content)
    {
        var time = TimeProvider.System;
        var limits = content.Limits(static (_, _) => true, time, meter: null);
        _index = SqliteMetadataStore.OpenIndex(_directory.FullName, time, NullLogger<MetadataIndex>.Instance);
        _index.Follow(content.Feed, content.Registry);
        _meter = new ZotMeter();
        _collector = new MetricsCollector(meter => meter == _meter.Meter);
        _collector.Start();
        _sizes = new StorageSizes(_meter, _collector, content.Sizes, content.Feed, time, NullLoggerFactory.Instance);
        _journal = new SqliteJournal(
            Path.Combine(_directory.FullName, "_events/journal.db"), isDurable: false, time, NullLogger<SqliteJournal>.Instance);
        content.Feed.Subscribe(new StatisticsSubscriber(_index).Handle);
        var registry = limits.LimitRepositories(limits.LimitContent(limits.GuardTags(content.Registry)));
        var bridge = new EventBridge(time);
        var changes = new ChangeRecorder(
            _journal, new IntentResolver(registry, bridge), backpressure: null, NullLogger<ChangeRecorder>.Instance);
        return new EventingRegistry(
            registry, changes, bridge, new EventInterest(Blobs: true, Pulls: true, HeadsArePulls: false, References: false));
    }
}
#endif
