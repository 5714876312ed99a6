namespace Zot.Scheduling;

/// <summary>One small piece of background work: one repository, say.</summary>
/// <param name="Name">What it is, for people: <c>gc library/alpine</c>.</param>
/// <param name="RunAsync">Does it. An exception is told and counted, and ends this job only.</param>
public sealed record Job(string Name, Func<CancellationToken, Task> RunAsync);
