#if EXT_SCRUB
using Xunit;
using Zot.Configuration;
using Zot.Configuration.Extensions;
using Zot.Configuration.Reloading;
using Zot.Extensions.Scrub;
using Zot.Extensions.Tests.Support;
using Zot.Metering;
using Zot.Registry;
using Zot.Scheduling;
using Zot.Testing;

namespace Zot.Extensions.Tests.Scrub;

public sealed class ScrubJobsTests : IDisposable
{
    private static readonly RepositoryName[] Names = [.. new[] { "a", "b", "c" }.Select(RepositoryName.Parse)];

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTime _time = new();
    private readonly ZotMeter _meter = new();
    private readonly CurrentOptions _options = new(Every(TimeSpan.FromHours(24)));
    private readonly ScrubLog _log = new();
    private readonly RecordedScrubs _events = new();
    private readonly IRegistry _registry = MemoryRegistry.Create();

    public void Dispose()
    {
        _meter.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Each_repository_is_scrubbed_and_findings_are_logged()
    {
        await FillAsync();
        var damaged = Some.Digest("layer");
        var scrub = new ScriptedScrub
        {
            Find = name => name == Names[1]
                ? [new ScrubResult(name, "v1", damaged, "bad blob digest")]
                : [new ScrubResult(name, "v1", AffectedBlob: null, Error: null)],
        };

        await RunAsync(Create(scrub));

        Assert.Equal(["a", "b", "c"], scrub.Asked);
        Assert.Contains("Information executing scrub for a scrub", _log.Lines);
        Assert.Contains("Information blobs/manifest ok: a v1 ok scrub", _log.Lines);
        Assert.Contains($"Warning blobs/manifest affected: b v1 affected {damaged} bad blob digest scrub", _log.Lines);
        Assert.Contains("Information scrub successfully completed for b scrub", _log.Lines);
    }

    [Fact]
    public async Task Event_is_recorded_for_each_affected_repository()
    {
        await FillAsync();
        var damaged = new ScrubResult(Names[1], "v1", Some.Digest("layer"), "bad blob digest");
        var scrub = new ScriptedScrub
        {
            Find = name => [new ScrubResult(name, "v0", AffectedBlob: null, Error: null), .. name == Names[1] ? [damaged] : Array.Empty<ScrubResult>()],
        };

        await RunAsync(Create(scrub));

        var scrubbed = Assert.Single(_events.Recorded);
        Assert.Equal((Names[1], 2, 1), (scrubbed.Repository, scrubbed.Count, scrubbed.AffectedCount));
        Assert.Equal([damaged], scrubbed.Affected);
    }

    [Fact]
    public async Task Event_describes_a_limited_number_of_images()
    {
        await FillAsync();
        var damaged = Some.Digest("layer");
        var scrub = new ScriptedScrub
        {
            Find = name => name == Names[0]
                ? Enumerable.Range(0, 1_001).Select(number => new ScrubResult(name, $"v{number}", damaged, "bad blob digest"))
                : [],
        };

        await RunAsync(Create(scrub));

        var scrubbed = Assert.Single(_events.Recorded);
        Assert.Equal((1_001, 1_001, 1_000), (scrubbed.Count, scrubbed.AffectedCount, scrubbed.Affected.Count));
        Assert.Equal("v0", scrubbed.Affected[0].Reference);
    }

    [Fact]
    public async Task Unreadable_repository_is_logged_and_the_others_are_scrubbed()
    {
        await FillAsync();
        var scrub = new ScriptedScrub { Find = static name => name == Names[0] ? throw new InvalidDataException("torn") : [] };

        await RunAsync(Create(scrub));

        Assert.Equal(["a", "b", "c"], scrub.Asked);
        Assert.Contains("Error failed to run scrub for a scrub", _log.Lines);
        Assert.Contains("Information scrub unsuccessfully completed for a scrub", _log.Lines);
    }

    [Fact]
    public async Task Interrupted_scrub_continues_after_a_restart()
    {
        await FillAsync();
        await RunAsync(Create(new ScriptedScrub()), jobs: 2);
        var scrub = new ScriptedScrub();
        var after = Create(scrub);

        await RunAsync(after);
        Assert.Equal(["c"], scrub.Asked);

        await RunAsync(after);
        Assert.Equal(["c", "a", "b", "c"], scrub.Asked);
    }

    [Fact]
    public async Task Completed_scrub_starts_over_at_the_next_start()
    {
        await FillAsync();
        await RunAsync(Create(new ScriptedScrub()));
        var scrub = new ScriptedScrub();
        IJobSource again = Create(scrub);

        Assert.Equal(TimeSpan.Zero, again.Delay);
        await RunAsync((ScrubJobs)again);

        Assert.Equal(["a", "b", "c"], scrub.Asked);
    }

    [Fact]
    public async Task Failure_to_write_the_checkpoint_does_not_stop_the_scrub()
    {
        await FillAsync();
        await File.WriteAllTextAsync(_directory["file"], "", TestContext.Current.CancellationToken);
        var scrub = new ScriptedScrub();

        await RunAsync(new(
            _registry, scrub, _options, ScrubCheckpoint.Open(_directory["file/place.json"]), new ScrubMeter(_meter), _events, _time, _log));

        Assert.Equal(["a", "b", "c"], scrub.Asked);
        Assert.Contains("Warning failed to write the scrub checkpoint, the scrub starts over after a restart scrub", _log.Lines);
    }

    [Fact]
    public async Task Unreadable_checkpoint_starts_the_scrub_from_the_beginning()
    {
        await FillAsync();
        await RunAsync(Create(new ScriptedScrub()), jobs: 2);
        await File.WriteAllTextAsync(_directory["place.json"], "{", TestContext.Current.CancellationToken);
        var scrub = new ScriptedScrub();

        await RunAsync(Create(scrub));

        Assert.Equal(["a", "b", "c"], scrub.Asked);
    }

    [Fact]
    public void Reload_that_disables_scrubs_takes_effect_immediately()
    {
        var jobs = Create(new ScriptedScrub());
        Assert.True(jobs.MayStart(_time.GetUtcNow()));

        _options.Replace(new ZotOptions());

        Assert.False(jobs.MayStart(_time.GetUtcNow()));
        Assert.Equal(TimeSpan.FromMinutes(1), jobs.Period);
    }

    [Fact]
    public async Task Rate_is_limited()
    {
        _options.Replace(Every(TimeSpan.FromHours(24), rate: 100));
        await _registry.PushImageAsync(Names[0], "v1");
        var start = _time.GetUtcNow();

        var run = RunAsync(Create(new ScriptedScrub { Reads = 1000 }));
        await Eventually.HoldsAsync(
            () =>
            {
                _time.AdvanceToNext();
                return Task.FromResult(run.IsCompleted);
            },
            "the scrub ends");

        await run;
        Assert.InRange((_time.GetUtcNow() - start).TotalSeconds, 9.9, 10.1);
        Assert.Contains("Information scrub successfully completed for a scrub", _log.Lines);
    }

    private static ZotOptions Every(TimeSpan interval, long rate = 0) =>
        new() { Extensions = new ExtensionsOptions { Scrub = new ScrubOptions { Interval = interval, Rate = rate } } };

    private ScrubJobs Create(IContentScrub scrub) => new(
        _registry, scrub, _options, ScrubCheckpoint.Open(_directory["place.json"]), new ScrubMeter(_meter), _events, _time, _log);

    private async Task FillAsync()
    {
        foreach (var name in Names)
        {
            await _registry.PushImageAsync(name, "v1");
        }
    }

    private static async Task RunAsync(ScrubJobs source, int jobs = int.MaxValue)
    {
        await foreach (var job in source.EnumerateAsync(default))
        {
            try
            {
                await job.RunAsync(default);
            }
            catch (InvalidDataException)
            {
                // The scheduler counts the failure and requests the next job.
            }

            if (--jobs == 0)
            {
                break;
            }
        }
    }
}
#endif
