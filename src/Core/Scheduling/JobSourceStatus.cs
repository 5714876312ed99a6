namespace Zot.Scheduling;

/// <summary>How far a source of jobs is.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Running">The job that is running; <see langword="null"/> between two.</param>
/// <param name="Sweeps">How many sweeps have ended.</param>
/// <param name="Jobs">How many jobs have ended, over all sweeps.</param>
/// <param name="Failures">How many of them failed.</param>
/// <param name="Started">When the last sweep started; <see langword="null"/> before the first.</param>
/// <param name="Ended">When the last sweep ended; <see langword="null"/> while it runs and before the first.</param>
/// <param name="Next">When the next sweep starts at the earliest; <see langword="null"/> while one runs and when none will.</param>
/// <param name="LastFailure">Why the last job that failed did; <see langword="null"/> when none has.</param>
public sealed record JobSourceStatus(
    string Source,
    string? Running = null,
    long Sweeps = 0,
    long Jobs = 0,
    long Failures = 0,
    DateTimeOffset? Started = null,
    DateTimeOffset? Ended = null,
    DateTimeOffset? Next = null,
    string? LastFailure = null)
{
    /// <summary>Who goes first.</summary>
    public JobPriority Priority { get; init; }

    /// <summary>Whether anything has failed in the last sweep that has ended; <see langword="null"/> before the first has.</summary>
    public bool? LastSweepFailed { get; init; }

    /// <summary>When the last sweep that has ended did; <see langword="null"/> before the first has.</summary>
    public DateTimeOffset? LastEnded { get; init; }

    /// <summary>Whether there will be no further sweep.</summary>
    public bool IsOver { get; init; }

    /// <summary>What it is doing.</summary>
    public JobSourceState State => this switch
    {
        { IsOver: true } => JobSourceState.Done,
        { Started: not null, Ended: null } => JobSourceState.Running,
        _ => JobSourceState.Waiting,
    };
}
