namespace Zot.Scheduling;

/// <summary>A source of background work: a lazy sequence of small jobs that is enumerated periodically.</summary>
/// <remarks>
/// The next job is only requested when the last is done, so that ten thousand repositories need no queue. All members
/// are evaluated each time, so that a changed configuration takes effect without a restart.
/// </remarks>
public interface IJobSource
{
    /// <summary>The name in the log and in the status, such as <c>gc</c>.</summary>
    string Name { get; }

    /// <summary>The priority of the jobs.</summary>
    JobPriority Priority { get; }

    /// <summary>The minimum time between the start of the registry and the first sweep.</summary>
    TimeSpan Delay => TimeSpan.Zero;

    /// <summary>The time between the end of one sweep and the start of the next; zero for a single sweep.</summary>
    TimeSpan Period { get; }

    /// <summary>
    /// Returns whether a sweep may start now; a running sweep is not affected. Checked once a minute until it returns
    /// true.
    /// </summary>
    bool MayStart(DateTimeOffset now) => true;

    /// <summary>Enumerates the jobs of one sweep.</summary>
    IAsyncEnumerable<Job> EnumerateAsync(CancellationToken cancellationToken);
}
