#if EXT_EVENTS
namespace NATS.Client.Core.Wire;

/// <summary>What a server says to us.</summary>
internal abstract record ServerFrame
{
    private ServerFrame()
    {
    }

    /// <summary><c>INFO</c>: about itself and our connection; at first, and whenever something changes.</summary>
    public sealed record Info(ServerInfo Server) : ServerFrame;

    /// <summary><c>MSG</c>, <c>HMSG</c>.</summary>
    public sealed record Message(RawMessage Content) : ServerFrame;

    /// <summary><c>PING</c>: are you there?</summary>
    public sealed record Ping : ServerFrame;

    /// <summary><c>PONG</c>: all that came before our PING is done.</summary>
    public sealed record Pong : ServerFrame;

    /// <summary><c>+OK</c>.</summary>
    public sealed record Ok : ServerFrame;

    /// <summary><c>-ERR</c>.</summary>
    public sealed record Refusal(string Error) : ServerFrame;
}
#endif
