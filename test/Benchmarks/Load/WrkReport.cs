namespace Zot.Benchmarks.Load;

/// <summary>What a run of wrk found.</summary>
/// <param name="Requests">How many requests were answered.</param>
/// <param name="Seconds">In how much time.</param>
/// <param name="SecondsAt99">The time within which 99 of 100 answers came.</param>
internal readonly record struct WrkReport(double Requests, double Seconds, double SecondsAt99);
