using Zot.Configuration.Binding;

namespace Zot.Configuration;

/// <summary>The settings of background jobs: the section <c>scheduler</c>.</summary>
public sealed record SchedulerOptions : ISection<SchedulerOptions>
{
    private const int WorkersPerProcessor = 4;

    /// <summary>
    /// The number of jobs that run concurrently; zero or less for the default. Default: four per processor.
    /// </summary>
    public int NumWorkers { get; init; }

    /// <summary>The number of jobs that run concurrently, with the default applied.</summary>
    public int EffectiveWorkers => NumWorkers > 0 ? NumWorkers : WorkersPerProcessor * Environment.ProcessorCount;

    static SchedulerOptions ISection<SchedulerOptions>.Read(Section section)
    {
        var defaults = new SchedulerOptions();
        return new SchedulerOptions { NumWorkers = section.Number(defaults.NumWorkers) };
    }
}
