namespace Zot.Client.Distribution;

/// <summary>Limits the time from a request to the headers of its response; not while its body progresses.</summary>
/// <param name="timeout">The time limit.</param>
/// <param name="time">The clock.</param>
/// <param name="inner">The inner handler.</param>
internal sealed class ResponseTimeoutHandler(TimeSpan timeout, TimeProvider time, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    /// <exception cref="TimeoutException">The time limit expired.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var limit = new CancellationTokenSource(timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        if (request.Content is UploadBody body)
        {
            body.Progressed = () => limit.CancelAfter(timeout);
        }

        try
        {
            return await base.SendAsync(request, stop.Token);
        }
        catch (OperationCanceledException cause) when (!cancellationToken.IsCancellationRequested)
        {
            // The handler of the base class library also cancels for its own limit of a connection attempt.
            throw new TimeoutException(
                limit.IsCancellationRequested
                    ? $"no response within {timeout.TotalSeconds} seconds"
                    : "no connection within the time limit", cause);
        }
        finally
        {
            // The body of an upload may still be sent, and progress, after an early response.
            if (request.Content is not UploadBody)
            {
                limit.Dispose();
            }
        }
    }
}
