#if EXT_EVENTS
namespace NATS.Client.Core.Wire;

/// <summary>Makes connections: one round through all addresses, or rounds without end.</summary>
internal sealed class Reconnection(NatsOpts opts)
{
    private readonly IReadOnlyList<ServerAddress> _addresses = ServerAddress.ParseAll(opts.Url);
    private readonly Random _random = new();
    private string? _lastRefusal;

    /// <summary>Tries each address once, and subscribes.</summary>
    /// <exception cref="NatsException">None will have us; the last one's reason.</exception>
    public async Task<Session> TryAllAsync(IReadOnlyCollection<Subscription> subscriptions, CancellationToken cancellationToken)
    {
        NatsException? failure = null;
        foreach (var address in _addresses)
        {
            try
            {
                var session = await Handshake.ConnectAsync(opts, address, cancellationToken);
                _lastRefusal = null;
                await SubscribeAsync(session, subscriptions, cancellationToken);
                return session;
            }
            catch (NatsException cause)
            {
                failure = cause;
            }
        }

        throw failure ?? new NatsException("no address of a server is given");
    }

    /// <summary>Tries until there is a connection, with pauses that grow and differ by chance.</summary>
    /// <exception cref="NatsConnectionFailedException">The server has refused us twice for the same reason, and that is to end it.</exception>
    /// <exception cref="OperationCanceledException">It is wanted no more.</exception>
    public async Task<Session> TryForEverAsync(
        Func<IReadOnlyCollection<Subscription>> subscriptions, CancellationToken cancellationToken)
    {
        for (var pause = opts.ReconnectWaitMin; ; pause = Longer(pause))
        {
            try
            {
                return await TryAllAsync(subscriptions(), cancellationToken);
            }
            catch (NatsException failure)
            {
                if (failure.InnerException is NatsServerException { IsAuthError: true } refusal)
                {
                    GiveUpOnRepetition(refusal);
                }
            }

            await Task.Delay(pause + (_random.NextDouble() * opts.ReconnectJitter), TimeProvider.System, cancellationToken);
        }
    }

    private static async Task SubscribeAsync(
        Session session, IReadOnlyCollection<Subscription> subscriptions, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var subscription in subscriptions)
            {
                await session.SendAsync(Frames.Subscribe(subscription), cancellationToken);
            }
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private void GiveUpOnRepetition(NatsServerException refusal)
    {
        if (!opts.IgnoreAuthErrorAbort && _lastRefusal == refusal.Message)
        {
            throw new NatsConnectionFailedException(refusal.Message);
        }

        _lastRefusal = refusal.Message;
    }

    private TimeSpan Longer(TimeSpan pause) => pause * 2 < opts.ReconnectWaitMax ? pause * 2 : opts.ReconnectWaitMax;
}
#endif
