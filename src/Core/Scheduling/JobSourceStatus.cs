namespace Zot.Scheduling;

/// <summary>The status of a source of jobs.</summary>
/// <param name="Source">The name of the source.</param>
/// <param name="Running">The running job; <see langword="null"/> between two jobs.</param>
/// <param name="Sweeps">The number of completed sweeps.</param>
/// <param name="Jobs">The number of completed jobs, over all sweeps.</param>
/// <param name="Failures">The number of failures.</param>
/// <param name="Started">The start of the last sweep; <see langword="null"/> before the first.</param>
/// <param name="Ended">The end of the last sweep; <see langword="null"/> while it runs and before the first.</param>
/// <param name="Next">
/// The earliest start of the next sweep; <see langword="null"/> while one is running and if there is no next one.
/// </param>
/// <param name="LastFailure">The reason of the last failure; <see langword="null"/> if there was none.</param>
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
    /// <summary>The priority of the jobs.</summary>
    public JobPriority Priority { get; init; }

    /// <summary>
    /// Indicates whether the last completed sweep had failures; <see langword="null"/> before the first has completed.
    /// </summary>
    public bool? LastSweepFailed { get; init; }

    /// <summary>The end of the last completed sweep; <see langword="null"/> before the first has completed.</summary>
    public DateTimeOffset? LastEnded { get; init; }

    /// <summary>Indicates whether there are no further sweeps.</summary>
    public bool IsOver { get; init; }

    /// <summary>The state of the source.</summary>
    public JobSourceState State => this switch
    {
        { IsOver: true } => JobSourceState.Done,
        { Started: not null, Ended: null } => JobSourceState.Running,
        _ => JobSourceState.Waiting,
    };
}
