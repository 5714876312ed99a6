#if EXT_SCRUB
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Zot.Configuration;
using Zot.Configuration.Extensions;
using Zot.Hosting;
using Zot.Registry;
using Zot.Scheduling;

namespace Zot.Extensions.Scrub;

/// <summary>The scrub of all repositories, one per job. Findings are reported to the log, metrics and events.</summary>
/// <remarks>A scrub begins with each start, as in zot; an interrupted one continues with the next repository.</remarks>
internal sealed partial class ScrubJobs(
    IRegistryLister registry,
    IContentScrub content,
    IOptionsMonitor<ZotOptions> options,
    ScrubCheckpoint place,
    ScrubMeter meter,
    IEventRecorder events,
    TimeProvider time,
    ILogger<ScrubJobs> logger) : IJobSource
{
    private const string Component = "scrub";

    // The maximum number of images in one event: as many as fit into a message of any sink.
    private const int MaxDescribed = 1_000;

    // The maximum delay until a reload that enables scrubs takes effect.
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(1);

    private readonly ReadingPace _pace = new(() => options.CurrentValue.Extensions.Scrub?.Rate ?? 0, time);

    public string Name => "scrub";

    public JobPriority Priority => JobPriority.Low;

    public TimeSpan Period => Section is { } section ? section.Interval : AskAgain;

    private ScrubOptions? Section => options.CurrentValue.Extensions.Scrub is { Enable: true } section ? section : null;

    public bool MayStart(DateTimeOffset now) => Section is not null;

    public async IAsyncEnumerable<Job> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var repository in registry.ListRepositoriesAsync(place.After, cancellationToken))
        {
            if (Section is null)
            {
                yield break;
            }

            yield return new Job($"scrub {repository}", stop => ScrubAsync(repository, stop));
        }

        meter.End(time.GetUtcNow());
        WriteCheckpoint(() => place.End(time.GetUtcNow()));
    }

    private async Task ScrubAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        var name = repository.ToString();
        var (count, affectedCount) = (0, 0);
        List<ScrubResult> affected = [];
        LogStarting(name, Component);
        try
        {
            await foreach (var result in content.ScrubAsync(repository, ReadAsync, cancellationToken))
            {
                count++;
                Report(name, result);
                if (!result.IsOk && affectedCount++ < MaxDescribed)
                {
                    affected.Add(result);
                }
            }

            LogDone(name, Component);
            if (affectedCount > 0)
            {
                await events.RecordAsync(new RepositoryScrubbed(repository, count, affectedCount, affected));
            }
        }
        catch (Exception cause) when (!cancellationToken.IsCancellationRequested)
        {
            // The scheduler counts the failure and continues with the next repository.
            meter.Fail();
            LogFailed(cause, name, Component);
            LogNotDone(name, Component);
            WriteCheckpoint(() => place.Pass(repository));
            throw;
        }

        cancellationToken.ThrowIfCancellationRequested();
        WriteCheckpoint(() => place.Pass(repository));
    }

    private void Report(string name, ScrubResult result)
    {
        meter.Count(result.IsOk);
        if (result.IsOk)
        {
            LogOk(name, result.Reference, result.Status, Component);
        }
        else
        {
            LogAffected(
                name, result.Reference, result.Status, result.AffectedBlob?.ToString(), result.Error, Component);
        }
    }

    // The checkpoint only saves work after a restart: content is checked even if the disk is full or read-only.
    private void WriteCheckpoint(Action write)
    {
        try
        {
            write();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            LogPlaceNotWritten(cause, Component);
        }
    }

    private ValueTask ReadAsync(int bytes, CancellationToken cancellationToken)
    {
        meter.Read(bytes);
        return _pace.RestAsync(bytes, cancellationToken);
    }

    [LoggerMessage(4501, LogLevel.Information, "executing scrub for {Image} {Component}")]
    private partial void LogStarting(string image, string component);

    [LoggerMessage(4502, LogLevel.Information, "blobs/manifest ok: {Image} {Tag} {Status} {Component}")]
    private partial void LogOk(string image, string tag, string status, string component);

    [LoggerMessage(4503, LogLevel.Warning,
        "blobs/manifest affected: {Image} {Tag} {Status} {AffectedBlob} {Fault} {Component}")]
    private partial void LogAffected(
        string image, string tag, string status, string? affectedBlob, string? fault, string component);

    [LoggerMessage(4504, LogLevel.Information, "scrub successfully completed for {Image} {Component}")]
    private partial void LogDone(string image, string component);

    [LoggerMessage(4505, LogLevel.Error, "failed to run scrub for {Image} {Component}")]
    private partial void LogFailed(Exception cause, string image, string component);

    [LoggerMessage(4507, LogLevel.Warning,
        "failed to write the scrub checkpoint, the scrub starts over after a restart {Component}")]
    private partial void LogPlaceNotWritten(Exception cause, string component);

    [LoggerMessage(4506, LogLevel.Information, "scrub unsuccessfully completed for {Image} {Component}")]
    private partial void LogNotDone(string image, string component);
}
#endif
