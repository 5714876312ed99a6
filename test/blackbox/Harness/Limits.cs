namespace Zot.BlackBox.Harness;

/// <summary>How long things may take before they count as failed, in milliseconds. Nothing ever waits for all of it: a machine may be slow.</summary>
internal static class Limits
{
    /// <summary>A test.</summary>
    public const int Test = 240_000;

    /// <summary>A test that moves hundreds of megabytes, or runs tools that do.</summary>
    public const int LongTest = 900_000;

    /// <summary>A test that kills and restarts over and over; longer under <c>make torture</c>.</summary>
    public const int CrashTest = 3_600_000;

    /// <summary>From the start of a process until it answers, or until it has ended; and for what comes about by itself.</summary>
    public static readonly TimeSpan Process = TimeSpan.FromSeconds(120);
}
