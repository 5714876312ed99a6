#if EXT_EVENTS
namespace NATS.Client.JetStream.Models;

/// <summary>What the server knows of a stream.</summary>
/// <param name="config">What it takes.</param>
/// <param name="state">What it holds.</param>
internal sealed class StreamInfo(StreamConfig config, StreamState state)
{
    /// <summary>What it takes.</summary>
    public StreamConfig Config { get; } = config;

    /// <summary>What it holds.</summary>
    public StreamState State { get; } = state;
}
#endif
