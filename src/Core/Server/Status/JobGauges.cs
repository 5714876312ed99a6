using System.Diagnostics.Metrics;
using Zot.Metering;
using Zot.Scheduling;

namespace Zot.Server.Status;

/// <summary>Observes the background jobs as metrics.</summary>
internal static class JobGauges
{
    private static readonly (JobPriority Value, string Name)[] Priorities =
        [(JobPriority.Low, "low"), (JobPriority.Medium, "medium"), (JobPriority.High, "high")];

    // In zot, a generator that has work is ready.
    private static readonly (JobSourceState Value, string Name)[] States =
        [(JobSourceState.Running, "ready"), (JobSourceState.Waiting, "waiting"), (JobSourceState.Done, "done")];

    public static void Observe(Meter meter, JobScheduler scheduler)
    {
        Gauge(ZotMetrics.SchedulerWorkers, () => [new Measurement<double>(scheduler.Workers)]);
        Gauge(ZotMetrics.SchedulerWorkersByState, () =>
        {
            var working = scheduler.Working;
            return [Of(working, "state", "working"), Of(scheduler.Workers - working, "state", "idle")];
        });
        Gauge(
            ZotMetrics.TaskQueueLength,
            () => Priorities.Select(priority => Of(scheduler.Waiting(priority.Value), "priority", priority.Name)));
        Counter(ZotMetrics.Generators, () => [new Measurement<double>(scheduler.Status.Count)]);
        Gauge(ZotMetrics.GeneratorsByState, () => ByState(scheduler.Status));
        Gauge(ZotMetrics.JobRunning, () => Each(static source => source.State == JobSourceState.Running ? 1 : 0));
        Gauge(
            ZotMetrics.JobFailed,
            () => Each(static source => source.LastSweepFailed switch { null => null, true => 1, false => 0 }));
        Gauge(ZotMetrics.JobEnded, () => Each(static source => Seconds(source.LastEnded)));
        Gauge(ZotMetrics.JobNext, () => Each(static source => Seconds(source.Next)));
        Counter(ZotMetrics.JobSweeps, () => Each(static source => source.Sweeps));
        Counter(ZotMetrics.JobTasks, () => Each(static source => source.Jobs));
        Counter(ZotMetrics.JobFailures, () => Each(static source => source.Failures));

        IEnumerable<Measurement<double>> Each(Func<JobSourceStatus, double?> value) =>
            scheduler.Status.Where(source => value(source) is not null)
                .Select(source => Of(value(source)!.Value, "job", source.Source));

        void Gauge(MetricDefinition metric, Func<IEnumerable<Measurement<double>>> read) =>
            meter.CreateObservableGauge(metric.Name, read, unit: null, metric.Help);

        void Counter(MetricDefinition metric, Func<IEnumerable<Measurement<double>>> read) =>
            meter.CreateObservableCounter(metric.Name, read, unit: null, metric.Help);
    }

    /// <summary>Returns zot's name for the jobs of a source.</summary>
    public static string TaskNameOf(string source) => source.Split(' ')[0] switch
    {
        "gc" => "GCTask",
        "scrub" => "ScrubTask",
        "sync" => "SyncTask",
        _ => source,
    };

    private static IEnumerable<Measurement<double>> ByState(IReadOnlyList<JobSourceStatus> sources) =>
        from priority in Priorities
        from state in States
        let count = sources.Count(source => source.Priority == priority.Value && source.State == state.Value)
        select new Measurement<double>(
            count, new KeyValuePair<string, object?>("priority", priority.Name),
            new KeyValuePair<string, object?>("state", state.Name));

    private static Measurement<double> Of(double value, string label, string of) =>
        new(value, new KeyValuePair<string, object?>(label, of));

    private static double? Seconds(DateTimeOffset? moment) => moment?.ToUnixTimeMilliseconds() / 1000d;
}
