#if EXT_EVENTS
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Zot.Configuration.Extensions;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Formats;
using Zot.Extensions.Events.Journal;

namespace Zot.Extensions.Events.Sinks;

/// <summary>Publishes to a JetStream stream, which deduplicates events by id.</summary>
internal sealed class NatsStream(NatsConnection connection, EventSinkOptions options)
{
    private const int NotFound = 404;

    private readonly NatsJSContext _context = new(connection);
    private volatile bool _isThere;

    /// <summary>Checks once that the stream exists, and creates it if configured.</summary>
    /// <exception cref="NatsException">The stream is missing, or the check failed.</exception>
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

    /// <summary>Publishes an event, and completes when the stream has stored it.</summary>
    /// <exception cref="DeliveryException">The stream rejected the event.</exception>
    /// <exception cref="NatsException">No stream stored the event.</exception>
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
            _isThere = false; // the stream may have been deleted
            throw;
        }
    }
}
#endif
