namespace Zot.Configuration;

/// <summary>How background work is done: the section <c>scheduler</c>.</summary>
public sealed record SchedulerOptions : ISection<SchedulerOptions>
{
    private const int WorkersPerProcessor = 4;

    /// <summary>How many jobs run at once; zero or less for the default. Default: four for each processor.</summary>
    public int NumWorkers { get; init; }

    /// <summary>How many jobs run at once.</summary>
    public int EffectiveWorkers => NumWorkers > 0 ? NumWorkers : WorkersPerProcessor * Environment.ProcessorCount;

    static SchedulerOptions ISection<SchedulerOptions>.Read(Section section)
    {
        var defaults = new SchedulerOptions();
        return new SchedulerOptions { NumWorkers = section.Number(defaults.NumWorkers) };
    }
}
