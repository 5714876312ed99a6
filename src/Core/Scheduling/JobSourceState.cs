namespace Zot.Scheduling;

/// <summary>What a source of jobs is doing.</summary>
public enum JobSourceState
{
    /// <summary>A sweep runs.</summary>
    Running,

    /// <summary>There will be another sweep.</summary>
    Waiting,

    /// <summary>There was a single sweep, and it has ended.</summary>
    Done,
}
