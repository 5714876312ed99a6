#if EXT_EVENTS
namespace NATS.Client.Core;

/// <summary>The server has refused something, and did not say which command it was.</summary>
internal sealed class NatsServerErrorEventArgs(string error) : NatsEventArgs
{
    /// <summary>What the server says: <c>Permissions Violation for Publish to "a.b"</c>.</summary>
    public string Error { get; } = error;
}
#endif
