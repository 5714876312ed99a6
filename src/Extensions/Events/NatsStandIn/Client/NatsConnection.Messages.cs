#if EXT_EVENTS
using System.Collections.Concurrent;
using System.Threading.Channels;
using NATS.Client.Core.Wire;

namespace NATS.Client.Core;

/// <content>What is published, and what comes.</content>
internal sealed partial class NatsConnection
{
    private readonly ConcurrentDictionary<long, Subscription> _subscriptions = new();
    private Task<Replies>? _replies;
    private long _lastSid;

    /// <summary>Publishes. Success means that the network has it: only an answer to a PING says that the server has.</summary>
    /// <remarks>While there is no connection it waits for the next.</remarks>
    /// <exception cref="NatsPayloadTooLargeException">The server does not take as much.</exception>
    /// <exception cref="NatsException">The first connection cannot be made, or this one was lost.</exception>
    public async ValueTask PublishAsync<T>(
        string subject, T? data, NatsHeaders? headers = default, string? replyTo = default, CancellationToken cancellationToken = default)
    {
        Frames.Checked(subject);
        var session = await SessionAsync().WaitAsync(cancellationToken);
        if (headers is not null && !session.Server.TakesHeaders)
        {
            throw new NatsException("the server takes no headers");
        }

        var frame = Frames.Publish(subject, replyTo, headers, Payload.Encode(data).Span, session.Server.MaxPayload);
        await session.SendAsync(frame, cancellationToken);
    }

    /// <summary>Publishes, and waits for one reply.</summary>
    /// <exception cref="NatsNoRespondersException">Nobody listens.</exception>
    /// <exception cref="NatsNoReplyException">No reply has come in time.</exception>
    public async ValueTask<NatsMsg<TReply>> RequestAsync<TRequest, TReply>(
        string subject, TRequest? data, NatsHeaders? headers = default, CancellationToken cancellationToken = default)
    {
        var replies = await RepliesAsync().WaitAsync(cancellationToken);
        var (inbox, arrival) = replies.Expect();
        try
        {
            await PublishAsync(subject, data, headers, inbox, cancellationToken);
            return Read<TReply>(await arrival.WaitAsync(opts.RequestTimeout, TimeProvider.System, cancellationToken));
        }
        catch (TimeoutException)
        {
            throw new NatsNoReplyException();
        }
        finally
        {
            replies.Forget(inbox);
        }
    }

    /// <summary>Subscribes, on this connection and on every one after it.</summary>
    public async ValueTask<INatsSub<T>> SubscribeCoreAsync<T>(
        string subject, string? queueGroup = default, CancellationToken cancellationToken = default)
    {
        var messages = Channel.CreateBounded<NatsMsg<T>>(opts.SubPendingChannelCapacity);
        var subscription = new Subscription(
            Interlocked.Increment(ref _lastSid), Frames.Checked(subject), queueGroup,
            message => messages.Writer.TryWrite(Read<T>(message)),
            () => messages.Writer.TryComplete());
        await AddAsync(subscription, cancellationToken);
        return new NatsSub<T>(messages.Reader, () => RemoveAsync(subscription));
    }

    private Task<Replies> RepliesAsync()
    {
        lock (_gate)
        {
            // Not what has failed: whoever asks next tries again.
            return _replies is { IsFaulted: false, IsCanceled: false } ? _replies : _replies = ListenAsync();
        }
    }

    private async Task<Replies> ListenAsync()
    {
        await Task.Yield();
        var replies = new Replies(Interlocked.Increment(ref _lastSid));
        await AddAsync(replies.Subscription, _disposed.Token);
        return replies;
    }

    private async Task AddAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var session = await SessionAsync().WaitAsync(cancellationToken);
                _subscriptions[subscription.Sid] = subscription;
                if (await TrySendAsync(session, Frames.Subscribe(subscription), cancellationToken))
                {
                    return;
                }

                // Lost: the next one may have been made before this was in the list. To subscribe twice changes nothing.
            }
        }
        catch
        {
            _subscriptions.TryRemove(subscription.Sid, out _);
            throw;
        }
    }

    private static async Task<bool> TrySendAsync(Session session, byte[] frame, CancellationToken cancellationToken)
    {
        try
        {
            await session.SendAsync(frame, cancellationToken);
            return true;
        }
        catch (NatsException)
        {
            return false;
        }
    }

    private async ValueTask RemoveAsync(Subscription subscription)
    {
        if (!_subscriptions.TryRemove(subscription.Sid, out _))
        {
            return;
        }

        subscription.End();
        if (_session is { } session && !_disposed.IsCancellationRequested)
        {
            await TrySendAsync(session, Frames.Unsubscribe(subscription.Sid), CancellationToken.None);
        }
    }

    private IReadOnlyCollection<Subscription> Subscriptions() => [.. _subscriptions.Values];

    private void Deliver(RawMessage message)
    {
        if (_subscriptions.TryGetValue(message.Sid, out var subscription))
        {
            subscription.Deliver(message);
        }
    }

    private NatsMsg<T> Read<T>(RawMessage message) =>
        new(this, message.Subject, message.ReplyTo, message.Headers, Payload.Decode<T>(message.Payload));

    private void EndSubscriptions()
    {
        foreach (var subscription in Subscriptions())
        {
            subscription.End();
        }

        _subscriptions.Clear();
    }
}
#endif
