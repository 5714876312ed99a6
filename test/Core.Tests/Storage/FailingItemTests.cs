using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Configuration.Storage;
using Zot.Metering;
using Zot.Registry;
using Zot.Scheduling;
using Zot.Storage;
using Zot.Storage.Collection;
using Zot.Storage.Content;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Feed;
using Zot.Storage.Limits;
using Zot.Storage.Retention;
using Zot.Storage.Scrub;
using Zot.Testing;

namespace Zot.Core.Tests.Storage;

/// <summary>
/// All loops over repositories or files of a store: a failing item is reported, and the others are processed.
/// </summary>
public sealed class FailingItemTests : IAsyncDisposable
{
    private static readonly RepositoryName Bad = RepositoryName.Parse("bad");
    private static readonly RepositoryName[] Good = [RepositoryName.Parse("a"), RepositoryName.Parse("z")];
    private static readonly CollectionRules Rules = new(TimeSpan.FromHours(1), TimeSpan.FromHours(1));

    private static readonly Dictionary<string, Func<Exception>> Failures = new()
    {
        ["permission denied"] = static () => new UnauthorizedAccessException("permission denied"),
        ["bad sector"] = static () => new IOException("bad sector"),
        ["damaged"] = static () => new InvalidDataException("damaged"),
        ["no text"] = static () => new InvalidOperationException("cannot transcode invalid UTF-8"),
    };

    // The results of each loop: the names of the items it reports, failed ones with a message.
    private static readonly Dictionary<string, Func<FailingItemTests, Task<List<string>>>> Loops = new()
    {
        ["gc jobs"] = static test => RunAsync(test.GcJobs()),
        ["quota jobs"] = static test => RunAsync(test.QuotaJobs()),
        ["zot gc"] = static test => test.CollectAsync(),
        ["zot scrub"] = static test => test.ScrubAsync(),
        ["versions"] = static test => test.VersionsAsync(),
        ["catalog"] = static async test => [.. (await test._store.Registry.ListAsync()).Select(static name => name == "bad" ? "bad is listed" : name)],
        ["max repos"] = static test => test.LimitAsync(),
        ["shared blobs"] = static test => test.FillAsync(),
        ["mount"] = static test => test.MountAsync(),
    };

    private static readonly QuotaOptions[] Quotas = [new() { Pattern = "**", MaxBytes = 1_000_000 }];

    private readonly ManualTime _time = new();
    private readonly MemoryDriver _memory;
    private readonly ZotMeter _meter = new();
    private Store _store = null!;

    public FailingItemTests() => _memory = new MemoryDriver(_time);

    public static TheoryData<string, string> LoopsAndFailures()
    {
        TheoryData<string, string> all = [];
        foreach (var loop in Loops.Keys)
        {
            foreach (var failure in Failures.Keys)
            {
                all.Add(loop, failure);
            }
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _meter.Dispose();
    }

    [Theory]
    [MemberData(nameof(LoopsAndFailures))]
    public async Task Failing_item_is_reported_and_the_others_are_processed(string loop, string failure)
    {
        await using (var before = Stores.Open(_memory, time: _time, dedupe: false))
        {
            foreach (var name in Good.Append(Bad))
            {
                await before.Registry.PushImageAsync(name, "v1");
            }
        }

        _store = Stores.Open(UnreadableDriver.Create(_memory, "bad", Failures[failure], onlyBelow: true), time: _time);

        var done = await Loops[loop](this);

        Assert.All(Good, name => Assert.Contains(done, line => line == $"{name}"));
        Assert.Contains(done, static line => line.StartsWith("bad", StringComparison.Ordinal) && line.Length > 3);
    }

    [Theory]
    [InlineData("MayStart")]
    [InlineData("Delay")]
    [InlineData("Period")]
    [InlineData("EnumerateAsync")]
    public async Task Failing_source_is_retried_and_does_not_stop_the_others(string member)
    {
        _store = Stores.Open(_memory, time: _time);
        var bad = new FailingSource(member);
        var good = new FailingSource("");
        await using var scheduler = new JobScheduler([bad, good], workers: 1, _time, NullLogger<JobScheduler>.Instance);
        scheduler.Start();
        await Eventually.HoldsAsync(() => Task.FromResult(scheduler.Status[0].LastFailure is not null), "the failure is reported");
        Assert.True(scheduler.Status[0].LastSweepFailed);
        bad.Member = "";

        await Eventually.HoldsAsync(
            () =>
            {
                _time.AdvanceToNext();
                return Task.FromResult(bad.Jobs > 1 && good.Jobs > 1);
            },
            "both run");
    }

    private GarbageCollectionJobs GcJobs() => new(
        "gc", _store, static () => new() { Gc = true }, static (_, _) => false, NoStatistics.Instance, new CollectionMeter(_meter, _time));

    private QuotaJobs QuotaJobs() => new(
        new AllRepositories(_store.Registry),
        new QuotaLedger(
            static () => Quotas,
            static (_, _) => true,
            new OneStore(_store),
            _time));

    private static async Task<List<string>> RunAsync(IJobSource source)
    {
        List<string> done = [];
        await foreach (var job in source.EnumerateAsync(default))
        {
            var name = job.Name[(job.Name.IndexOf(' ', StringComparison.Ordinal) + 1)..];
            try
            {
                await job.RunAsync(default);
                done.Add(name);
            }
            catch (Exception cause)
            {
                // The scheduler reports it.
                done.Add($"{name}: {cause.Message}");
            }
        }

        return done;
    }

    private async Task<List<string>> CollectAsync()
    {
        List<string> done = [];
        await foreach (var collected in ContentStore.CollectAsync(_store, static _ => Rules, NoStatistics.Instance, isDryRun: false, default))
        {
            done.Add(collected.Fault is { } fault ? $"{collected.Repository}: {fault}" : $"{collected.Repository}");
        }

        return done;
    }

    private async Task<List<string>> ScrubAsync()
    {
        List<string> done = [];
        await foreach (var result in OfflineScrub.RunAsync(_store.Driver, repairs: true, _time, default))
        {
            done.Add(result.IsOk ? $"{result.Repository}" : $"{result.Repository}: {result.Error}");
        }

        return done;
    }

    private async Task<List<string>> VersionsAsync()
    {
        List<string> done = [];
        await foreach (var version in new ContentFeed(new AllRepositories(_store.Registry), [_store], _ => _store).ListVersionsAsync(default))
        {
            done.Add(version.Version is null ? $"{version.Repository}: unknown" : $"{version.Repository}");
        }

        return done;
    }

    private async Task<List<string>> LimitAsync()
    {
        var inner = new AllRepositories(_store.Registry);
        var limited = new RepositoryLimitRegistry(inner, new OneStore(_store), limit: 3, new LimitMeter(null, null));
        var refusal = await Assert.ThrowsAsync<RegistryException>(() => limited.PushImageAsync(RepositoryName.Parse("new"), "v1"));
        return ["a", "z", $"bad counts: {refusal.Message}"];
    }

    private async Task<List<string>> FillAsync()
    {
        var cause = await Assert.ThrowsAnyAsync<IOException>(async () => await _store.Filler.FillAsync(default));
        Assert.NotNull(await _memory.StatAsync(ImageLayout.Pooled(Some.Digest("layer")), default));
        return ["a", "z", cause.Message];
    }

    private async Task<List<string>> MountAsync()
    {
        await Assert.ThrowsAnyAsync<IOException>(async () => await _store.Filler.FillAsync(default));
        Assert.NotNull(await _store.Registry.MountBlobAsync(
            new BlobMount(RepositoryName.Parse("to"), Some.Digest("layer"), From: null, static name => name != Good[0]), default));
        return ["a", "z", "bad is skipped"];
    }

    /// <summary>A registry that lists all repositories, including the failing one.</summary>
    private sealed class AllRepositories(IRegistry inner) : DelegatingRegistry(inner)
    {
        public override IAsyncEnumerable<RepositoryName> ListRepositoriesAsync(RepositoryName? after, CancellationToken cancellationToken) =>
            new[] { Good[0], Bad, Good[1] }.ToAsyncEnumerable();
    }

    private sealed class OneStore(Store store) : IRepositoryContents
    {
        public RepositoryContents Of(RepositoryName repository) => store.Contents;
    }

    private sealed class FailingSource(string member) : IJobSource
    {
        public string Member { get; set; } = member;

        public int Jobs { get; private set; }

        public string Name => "test";

        public JobPriority Priority => JobPriority.Medium;

        public TimeSpan Delay => Get(nameof(Delay), TimeSpan.Zero);

        public TimeSpan Period => Get(nameof(Period), TimeSpan.FromMinutes(1));

        public bool MayStart(DateTimeOffset now) => Get(nameof(MayStart), true);

        public async IAsyncEnumerable<Job> EnumerateAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return Get(nameof(EnumerateAsync), new Job("one", _ =>
            {
                Jobs++;
                return Task.CompletedTask;
            }));
        }

        private T Get<T>(string asked, T value) => asked == Member ? throw new KeyNotFoundException("the route no longer exists") : value;
    }
}
