namespace Zot.Client.Distribution;

/// <summary>Counts what clients of a registry do. Thread-safe; several clients may share one.</summary>
public sealed class RemoteUsage
{
    private long _requests;
    private long _failures;
    private long _bytesReceived;

    /// <summary>The number of requests sent, including retries, redirects and requests for tokens.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>
    /// The number of requests without a response, or with one that reports a temporary failure: 408, 429 or 5xx.
    /// </summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>The number of bytes received in bodies of responses.</summary>
    public long BytesReceived => Interlocked.Read(ref _bytesReceived);

    internal void AddRequest() => Interlocked.Increment(ref _requests);

    internal void AddFailure() => Interlocked.Increment(ref _failures);

    internal void AddReceived(int bytes) => Interlocked.Add(ref _bytesReceived, bytes);
}
