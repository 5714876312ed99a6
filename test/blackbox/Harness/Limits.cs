namespace Zot.BlackBox.Harness;

/// <summary>
/// Time limits, in milliseconds, after which an operation counts as failed. They are generous, for slow machines.
/// </summary>
internal static class Limits
{
    /// <summary>The limit of a test.</summary>
    public const int Test = 240_000;

    /// <summary>The limit of a test that moves hundreds of megabytes, or runs tools that do.</summary>
    public const int LongTest = 900_000;

    /// <summary>The limit of a test that kills and restarts repeatedly; longer under <c>make torture</c>.</summary>
    public const int CrashTest = 3_600_000;

    /// <summary>The limit of the start and the exit of a process, and of background work.</summary>
    public static readonly TimeSpan Process = TimeSpan.FromSeconds(120);
}
