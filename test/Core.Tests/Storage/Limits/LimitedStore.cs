using Zot.Auth.AccessControl;
using Zot.Configuration.Storage;
using Zot.Metering;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Collection;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Limits;
using Zot.Storage.Retention;
using Zot.Storage.SubPaths;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Limits;

/// <summary>A store in memory with limits, composed the same as in the server.</summary>
internal sealed class LimitedStore : IAsyncDisposable
{
    private readonly MemoryDriver _driver;

    internal LimitedStore(StorageOptions options, MemoryDriver? driver = null, ZotMeter? meter = null)
    {
        Options = options;
        _driver = driver ?? new MemoryDriver(Time);
        Store = Stores.Open(_driver, time: Time, lease: static () => TimeSpan.FromHours(1));
        Limits = new StorageLimits(
            () => Options, Matches, new StoreRoutes(Store, new Dictionary<string, Store>()), Stores.Feed(Store), Time, meter);
        Interleaved = new InterleavedRegistry(Store.Registry);
        var registry = Limits.GuardTags(Interleaved);
        registry = Limits.LimitContent(registry);
        Registry = new CallingRegistry(Options.MaxRepos > 0 ? Limits.LimitRepositories(registry) : registry, () => Caller);
    }

    internal ManualTime Time { get; } = new();

    internal StorageOptions Options { get; set; }

    internal Store Store { get; }

    internal StorageLimits Limits { get; }

    /// <summary>The store below the limits.</summary>
    internal InterleavedRegistry Interleaved { get; }

    internal IRegistry Registry { get; }

    /// <summary>The user of the current request.</summary>
    internal string? Caller { get; set; }

    /// <summary>Removes all unreferenced content, regardless of its age.</summary>
    internal async Task CollectAsync(RepositoryName repository)
    {
        Time.Advance(TimeSpan.FromHours(2));
        await Store.Collector.CollectAsync(repository, new CollectionRules(TimeSpan.Zero, TimeSpan.Zero), NoStatistics.Instance, default);
    }

    /// <summary>Measures all repositories with quotas, the same as the background jobs.</summary>
    internal async Task CountAsync()
    {
        foreach (var source in Limits.Jobs(Registry))
        {
            await foreach (var job in source.EnumerateAsync(default))
            {
                await job.RunAsync(default);
            }
        }
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private static bool Matches(string glob, RepositoryName repository) => GlobPattern.Parse(glob).Matches(repository);
}
