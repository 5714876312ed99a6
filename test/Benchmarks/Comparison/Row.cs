namespace Zot.Benchmarks.Comparison;

/// <summary>One line of the table.</summary>
/// <param name="Name">The name of the measurement.</param>
/// <param name="Unit">The unit of the values.</param>
internal sealed record Row(string Name, string Unit)
{
    /// <summary>The unit of the server's CPU time; empty if it is not measured.</summary>
    internal string CpuUnit { get; init; } = "";

    /// <summary>The minimum goal, as a multiple of docker-registry's value.</summary>
    internal double? AtLeast { get; init; }

    /// <summary>The maximum goal, in the unit of the row.</summary>
    internal double? AtMost { get; init; }

    /// <summary>Indicates whether the value of nginx is a goal as well.</summary>
    internal bool AtLeastNginx { get; init; }
}
