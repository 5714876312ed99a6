namespace Zot.Scheduling;

/// <summary>A small unit of background work, such as one repository.</summary>
/// <param name="Name">The display name, such as <c>gc library/alpine</c>.</param>
/// <param name="RunAsync">Runs the job. An exception is logged and counted, and ends this job only.</param>
public sealed record Job(string Name, Func<CancellationToken, Task> RunAsync);
