namespace Zot.Scheduling;

/// <summary>The state of a source of jobs.</summary>
public enum JobSourceState
{
    /// <summary>A sweep is running.</summary>
    Running,

    /// <summary>The next sweep is pending.</summary>
    Waiting,

    /// <summary>The single sweep of the source has ended.</summary>
    Done,
}
