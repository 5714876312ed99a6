#if EXT_EVENTS
using System.Security.Authentication;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Zot.Extensions.Events;

/// <summary>What failures of NATS mean for an event.</summary>
internal static class NatsFailures
{
    // nats-server, server/errors.json: JSStreamMessageExceedsMaximumErr.
    private const int MessageTooLarge = 10054;

    /// <summary>Whether something is a failure of NATS or of the network, and no fault of ours.</summary>
    public static bool Includes(Exception cause) =>
        cause is NatsException or IOException or OperationCanceledException or ObjectDisposedException or AuthenticationException;

    /// <summary>The failure of an attempt.</summary>
    public static DeliveryException Explain(Exception cause) => cause switch
    {
        NatsPayloadTooLargeException => new DeliveryException(DeliveryOutcome.Rejected, cause.Message, cause),
        NatsJSApiException { Error: var error } => Explain(error),
        _ => new DeliveryException(DeliveryOutcome.Unavailable, ReasonOf(cause), cause),
    };

    /// <summary>The refusal of a stream. Most are for an operator to end: an event must outlast that.</summary>
    public static DeliveryException Explain(ApiError error) => new(
        error.ErrCode == MessageTooLarge ? DeliveryOutcome.Rejected : DeliveryOutcome.Unavailable,
        $"JetStream refuses: {error.Description} ({error.ErrCode})");

    /// <summary>The reason, for people; no secret.</summary>
    public static string ReasonOf(Exception cause) => cause switch
    {
        NatsJSPublishNoResponseException => "no stream has acknowledged it: none takes the subject, or JetStream is off",
        NatsNoRespondersException => "the server has no JetStream, or not for this account",
        OperationCanceledException => "the server has not answered in time",
        ObjectDisposedException => "the connection is closed",
        { InnerException: { } inner } when !cause.Message.Contains(inner.Message, StringComparison.Ordinal) =>
            $"{cause.Message}: {inner.Message}",
        _ => cause.Message,
    };
}
#endif
