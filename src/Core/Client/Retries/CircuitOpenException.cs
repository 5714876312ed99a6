namespace Zot.Client.Retries;

/// <summary>The exception for a request that is not sent because the circuit of its server is open.</summary>
/// <param name="host">The host and port of the server.</param>
/// <param name="retryAfter">The time until the next attempt is allowed.</param>
public sealed class CircuitOpenException(string host, TimeSpan retryAfter)
    : Exception($"circuit open after repeated failures of {host}, next "
        + $"attempt in {Math.Ceiling(retryAfter.TotalSeconds)} seconds")
{
    /// <summary>The time until the next attempt is allowed.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
