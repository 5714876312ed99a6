#if EXT_EVENTS
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace NATS.Client.Core.Wire;

/// <summary>The replies that are waited for: one subscription for all of them, and a subject of its own for each.</summary>
internal sealed class Replies
{
    private const int NoResponders = 503;

    private readonly string _prefix = $"_INBOX.{RandomNumberGenerator.GetHexString(22)}.";
    private readonly ConcurrentDictionary<string, TaskCompletionSource<RawMessage>> _expected = new(StringComparer.Ordinal);
    private long _last;

    public Replies(long sid) => Subscription = new Subscription(sid, $"{_prefix}*", Queue: null, Take, End);

    public Subscription Subscription { get; }

    /// <summary>A subject to reply to, and the reply.</summary>
    public (string Inbox, Task<RawMessage> Arrival) Expect()
    {
        var inbox = $"{_prefix}{Interlocked.Increment(ref _last)}";
        var arrival = new TaskCompletionSource<RawMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _expected[inbox] = arrival;
        return (inbox, arrival.Task);
    }

    /// <summary>Nobody waits for it any more.</summary>
    public void Forget(string inbox) => _expected.TryRemove(inbox, out _);

    private void Take(RawMessage message)
    {
        if (!_expected.TryRemove(message.Subject, out var arrival))
        {
            return;
        }

        if (message is { Status: NoResponders, Payload.Length: 0 })
        {
            Fail(arrival, new NatsNoRespondersException());
        }
        else
        {
            arrival.TrySetResult(message);
        }
    }

    private void End()
    {
        foreach (var arrival in _expected.Values)
        {
            Fail(arrival, new ObjectDisposedException(nameof(NatsConnection)));
        }
    }

    private static void Fail(TaskCompletionSource<RawMessage> arrival, Exception cause)
    {
        arrival.TrySetException(cause);
        _ = arrival.Task.Exception; // whoever waited may have gone
    }
}
#endif
