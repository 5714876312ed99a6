namespace Zot.Benchmarks.Load;

/// <summary>The result of a run of wrk.</summary>
/// <param name="Requests">The number of completed requests.</param>
/// <param name="Seconds">The duration, in seconds.</param>
/// <param name="SecondsAt99">The 99th percentile of the response time, in seconds.</param>
internal readonly record struct WrkReport(double Requests, double Seconds, double SecondsAt99);
