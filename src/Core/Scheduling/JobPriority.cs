namespace Zot.Scheduling;

/// <summary>Who goes first when more is to be done than may run at once.</summary>
public enum JobPriority
{
    /// <summary>What nobody waits for: a scrub.</summary>
    Low,

    /// <summary>What keeps the registry in order: garbage collection.</summary>
    Medium,

    /// <summary>What somebody is waiting for.</summary>
    High,
}
