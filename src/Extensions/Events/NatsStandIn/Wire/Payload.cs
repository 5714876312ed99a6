#if EXT_EVENTS
namespace NATS.Client.Core.Wire;

/// <summary>What a message carries, as bytes and back.</summary>
internal static class Payload
{
    public static ReadOnlyMemory<byte> Encode<T>(T? data) => data switch
    {
        null => ReadOnlyMemory<byte>.Empty,
        byte[] bytes => bytes,
        ReadOnlyMemory<byte> bytes => bytes,
        _ => throw new NatsException($"a {typeof(T).Name} cannot be sent"),
    };

    public static T? Decode<T>(byte[] bytes) =>
        bytes is T data ? data : throw new NatsException($"a {typeof(T).Name} cannot be received");
}
#endif
