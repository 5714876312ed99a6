namespace Zot.Scheduling;

/// <summary>The order of jobs when more are pending than may run at once.</summary>
public enum JobPriority
{
    /// <summary>Work that nothing depends on, such as a scrub.</summary>
    Low,

    /// <summary>Maintenance, such as garbage collection.</summary>
    Medium,

    /// <summary>Work that a client is waiting for.</summary>
    High,
}
