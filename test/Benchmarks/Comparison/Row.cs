namespace Zot.Benchmarks.Comparison;

/// <summary>One line of the table.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Unit">The unit of its values.</param>
internal sealed record Row(string Name, string Unit)
{
    /// <summary>The unit of the server's CPU time; empty when it is not looked at.</summary>
    internal string CpuUnit { get; init; } = "";

    /// <summary>The goal as a multiple of docker-registry's value, which it should reach.</summary>
    internal double? AtLeast { get; init; }

    /// <summary>The goal in the unit of the row, which it should not exceed.</summary>
    internal double? AtMost { get; init; }

    /// <summary>Whether nginx' value is the goal, too.</summary>
    internal bool AtLeastNginx { get; init; }
}
