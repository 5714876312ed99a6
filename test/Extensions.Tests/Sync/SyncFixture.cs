#if EXT_SYNC
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Sync;
using Zot.Extensions.Sync.Periodic;
using Zot.Extensions.Sync.Upstreams;
using Zot.Extensions.Tests.Support;
using Zot.Metadata;
using Zot.Metadata.Sqlite;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Feed;
using Zot.Testing;

namespace Zot.Extensions.Tests.Sync;

/// <summary>A registry in memory with the extension, whose clock a test advances, and its upstream registry.</summary>
internal sealed class SyncFixture : IAsyncDisposable
{
    // Real time: a copy that waits for the clock of the test never ends.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    private readonly TemporaryDirectory _directory = new();
    private readonly MetadataIndex _index;
    private readonly ConfiguredExtension _extension;

    private SyncFixture(UpstreamServer upstream, Store store, ManualTime time, SyncRegistryOptions options, Func<IRegistry, IRegistry> decorate)
    {
        (Upstream, Time, Local) = (upstream, time, store.Registry);
        _index = SqliteMetadataStore.OpenIndex(_directory.Path, time, NullLogger<MetadataIndex>.Instance);
        _index.Follow(new ContentFeed(store.Registry, [store], _ => store), store.Registry);
        _extension = new ConfiguredExtension(
            new SyncExtension(),
            new ExtensionsOptions { Sync = new SyncOptions { DownloadDir = _directory.Path, Registries = [options] } },
            services: services =>
            {
                services.AddSingleton<TimeProvider>(time);
                services.AddSingleton(_index.Queries);
                services.AddSingleton<ILoggerProvider>(Log);
                services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.Debug));
            });
        Registry = _extension.Around(decorate(store.Registry));
    }

    public UpstreamServer Upstream { get; }

    public ManualTime Time { get; }

    /// <summary>The registry, with the layer of the extension.</summary>
    public IRegistry Registry { get; }

    /// <summary>The registry without the layer.</summary>
    public IRegistry Local { get; }

    public MessageLog Log { get; } = new();

    /// <param name="configure">Changes the entry of the upstream registry.</param>
    /// <param name="decorate">Changes the registry to which content is copied.</param>
    public static async Task<SyncFixture> CreateAsync(
        Func<SyncRegistryOptions, SyncRegistryOptions>? configure = null, Func<IRegistry, IRegistry>? decorate = null)
    {
        var upstream = await UpstreamServer.StartAsync();
        var time = new ManualTime();
        var store = await Store.OpenAsync(
            new MemoryDriver(time), new StoreSettings(Dedupe: true, Durable: false), NullLoggerFactory.Instance, time, default);
        var options = new SyncRegistryOptions
        {
            Urls = [upstream.Url],
            OnDemand = true,
            PollInterval = TimeSpan.FromHours(1),
            Content = [new SyncContentOptions { Prefix = "**" }],
        };
        return new SyncFixture(upstream, store, time, configure?.Invoke(options) ?? options, decorate ?? (static registry => registry));
    }

    /// <summary>Copies a repository as a periodic copy does, without advancing the clock.</summary>
    public async Task<RepositoryResult> CopyAsync(RepositoryName repository)
    {
        var source = Assert.Single(_extension.Service<UpstreamSet>().All).FindTarget(repository)!;
        return await _extension.Service<RepositoryCopies>().CopyAsync(source, isDryRun: false, default).WaitAsync(Limit);
    }

    public async ValueTask DisposeAsync()
    {
        _extension.Dispose();
        await _index.DisposeAsync();
        await Upstream.DisposeAsync();
        _directory.Dispose();
    }
}
#endif
