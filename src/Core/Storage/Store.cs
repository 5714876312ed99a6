using Microsoft.Extensions.Logging;
using Zot.Metering.Sizes;
using Zot.Registry;
using Zot.Storage.Blobs;
using Zot.Storage.Collection;
using Zot.Storage.Content;
using Zot.Storage.Drivers;
using Zot.Storage.Feed;
using Zot.Storage.Graph;
using Zot.Storage.Limits;
using Zot.Storage.Locking;
using Zot.Storage.Manifests;
using Zot.Storage.Repositories;
using Zot.Storage.Scrub;
using Zot.Storage.Uploads;

namespace Zot.Storage;

/// <summary>One store: its components, from the first request to the last.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping;
    private readonly StoreContext _context;
    private readonly Catalog _catalog;
    private readonly RepositoryMap _repositories;
    private readonly UploadStore _uploads;
    private readonly AsyncLocks<(RepositoryName, Digest)> _digests = new();
    private readonly Task _filling;

    private Store(StoreContext context, CancellationTokenSource stopping, VerifiedFiles verified, BlobPool pool)
    {
        (_context, _stopping) = (context, stopping);
        _catalog = new Catalog(context);
        context.Changes.Subscribe(_catalog.Handle);
        context.Changes.Subscribe(context.Settled.Handle);
        var content = new VerifiedContent(context);
        _repositories = new RepositoryMap(context, new GraphBuilder(context, content), _catalog);
        var disputed = new DisputedBlobs(verified);
        var blobs = new BlobStore(context, _repositories, content, verified, pool, disputed, _digests);
        var lease = new BlobLease(context, verified, _digests);
        _uploads = new UploadStore(context, _repositories, blobs);
        var registry = new ContentRegistry(
            _repositories,
            _catalog,
            new ManifestStore(context, _repositories, content, blobs, new ReferenceCheck(context, disputed), lease),
            blobs,
            new BlobMounter(context, _repositories, _catalog, blobs, pool, verified, lease),
            _uploads,
            lease,
            new ReferrerLister(_repositories, content),
            new RepositoryMeasure(context));
        (Registry, Sizes) = (registry, registry);
        Blobs = blobs;
        Contents = new RepositoryContents(context, _repositories);
        Scrub = new StoreScrub(context, _repositories);
        PoolCollector = new PoolCollector(context);
        Collector = new GarbageCollector(context, _repositories, content, blobs, _uploads, _digests);
        Filler = new PoolFiller(context, pool, _catalog);
        _filling = Filler.RunAsync();
    }

    internal IRegistry Registry { get; }

    internal IRepositorySizes Sizes { get; }

    internal IStorageDriver Driver => _context.Driver;

    internal RepositoryMap Repositories => _repositories;

    internal Catalog Catalog => _catalog;

    internal BlobStore Blobs { get; }

    internal RepositoryContents Contents { get; }

    internal StoreScrub Scrub { get; }

    internal ContentChanges Changes => _context.Changes;

    internal PoolFiller Filler { get; }

    internal GarbageCollector Collector { get; }

    internal PoolCollector PoolCollector { get; }

    /// <summary>Opens a store, which takes ownership of the driver.</summary>
    internal static async ValueTask<Store> OpenAsync(
        IStorageDriver driver,
        StoreSettings settings,
        ILoggerFactory loggers,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var stopping = new CancellationTokenSource();
        var context = new StoreContext(
            driver, settings.Durable, loggers, time, stopping.Token, settings.WriteLocks, settings.Lease)
        {
            PromptIndexLength = settings.PromptIndexLength,
        };
        var verified = new VerifiedFiles(context);
        return new Store(
            context,
            stopping,
            verified,
            await BlobPool.OpenAsync(context, verified, settings.Dedupe, cancellationToken));
    }

    /// <summary>Brings every <c>index.json</c> up to date, then closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _filling;
        await _uploads.DisposeAsync();
        await _repositories.DisposeAsync();
        await _context.Driver.DisposeAsync();
        _stopping.Dispose();
    }
}
