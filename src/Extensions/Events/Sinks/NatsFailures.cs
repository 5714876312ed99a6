#if EXT_EVENTS
using System.Security.Authentication;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Zot.Extensions.Events.Delivery;

namespace Zot.Extensions.Events.Sinks;

/// <summary>Maps failures of NATS to delivery outcomes.</summary>
internal static class NatsFailures
{
    // nats-server, server/errors.json: JSStreamMessageExceedsMaximumErr.
    private const int MessageTooLarge = 10054;

    /// <summary>
    /// Indicates whether an exception is a failure of NATS or of the network, and not a bug of the registry.
    /// </summary>
    public static bool Includes(Exception cause) =>
        cause is NatsException or IOException or OperationCanceledException
            or ObjectDisposedException or AuthenticationException;

    /// <summary>Converts an exception to the failure of an attempt.</summary>
    public static DeliveryException Explain(Exception cause) => cause switch
    {
        NatsPayloadTooLargeException => new DeliveryException(DeliveryOutcome.Rejected, cause.Message, cause),
        NatsJSApiException { Error: var error } => Explain(error),
        _ => new DeliveryException(DeliveryOutcome.Unavailable, ReasonOf(cause), cause),
    };

    /// <summary>
    /// Converts an error of a stream. Most errors need an operator to resolve them: the event is retried until then.
    /// </summary>
    public static DeliveryException Explain(ApiError error) => new(
        error.ErrCode == MessageTooLarge ? DeliveryOutcome.Rejected : DeliveryOutcome.Unavailable,
        $"rejected by JetStream: {error.Description} ({error.ErrCode})");

    /// <summary>Returns the reason in readable form; it contains no secrets.</summary>
    public static string ReasonOf(Exception cause) => cause switch
    {
        NatsJSPublishNoResponseException =>
            "no stream acknowledged the event: no stream has this subject, or JetStream is disabled",
        NatsNoRespondersException => "JetStream is not enabled on the server, or not for this account",
        OperationCanceledException => "the server did not respond in time",
        ObjectDisposedException => "the connection is closed",
        { InnerException: { } inner } when !cause.Message.Contains(inner.Message, StringComparison.Ordinal) =>
            $"{cause.Message}: {inner.Message}",
        _ => cause.Message,
    };
}
#endif
