#if EXT_EVENTS
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Zot.Configuration;

namespace Zot.Extensions.Events;

/// <summary>Publishes to a stream of JetStream, which knows an event that comes again by its id.</summary>
internal sealed class NatsStream(NatsConnection connection, EventSinkOptions options)
{
    private const int NotFound = 404;

    private readonly NatsJSContext _context = new(connection);
    private volatile bool _isThere;

    /// <summary>Looks whether the stream is there, once, and creates it if that is wanted.</summary>
    /// <exception cref="NatsException">It is not there, or that cannot be found out.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_isThere || options.Stream is not { } name)
        {
            return;
        }

        try
        {
            await _context.GetStreamAsync(name, cancellationToken: cancellationToken);
        }
        catch (NatsJSApiException absent) when (absent.Error.Code == NotFound && options.CreateStream)
        {
            await _context.CreateStreamAsync(new StreamConfig(name, [options.Channel!]), cancellationToken);
        }

        _isThere = true;
    }

    /// <summary>Publishes an event; when it returns the stream has it.</summary>
    /// <exception cref="DeliveryException">The stream refuses it.</exception>
    /// <exception cref="NatsException">No stream has it.</exception>
    public async Task PublishAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        await EnsureAsync(cancellationToken);
        try
        {
            var answer = await _context.PublishAsync(
                options.Channel!, CloudEventStructure.Write(entry),
                opts: new NatsJSPubOpts { MsgId = entry.Event.Id, ExpectedStream = options.Stream },
                cancellationToken: cancellationToken);
            if (answer.Error is { } error)
            {
                throw NatsFailures.Explain(error);
            }
        }
        catch (NatsJSPublishNoResponseException)
        {
            _isThere = false; // perhaps somebody has removed it
            throw;
        }
    }
}
#endif
