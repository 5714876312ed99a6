namespace Zot.Scheduling;

/// <summary>What there is to do in the background, as a lazy sequence of small jobs that is gone through again and again.</summary>
/// <remarks>
/// The next job is asked for when the last is done: ten thousand repositories cost no queue. All members are asked anew each
/// time, so that a changed configuration takes effect without a restart.
/// </remarks>
public interface IJobSource
{
    /// <summary>Its name, in the log and in the status: <c>gc</c>.</summary>
    string Name { get; }

    /// <summary>Who goes first.</summary>
    JobPriority Priority { get; }

    /// <summary>How long after the start of the registry the first sweep begins at the earliest.</summary>
    TimeSpan Delay => TimeSpan.Zero;

    /// <summary>The time between the end of one sweep and the start of the next; zero for a single sweep.</summary>
    TimeSpan Period { get; }

    /// <summary>Whether a sweep may start at this moment; one that has started goes on. Asked once a minute until it may.</summary>
    bool MayStart(DateTimeOffset now) => true;

    /// <summary>The jobs of one sweep.</summary>
    IAsyncEnumerable<Job> EnumerateAsync(CancellationToken cancellationToken);
}
