#if EXT_EVENTS
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <summary>JetStream refuses.</summary>
internal sealed class NatsJSApiException(ApiError error) : NatsJSException(error.Description ?? "")
{
    /// <summary>Why.</summary>
    public ApiError Error { get; } = error;
}
#endif
