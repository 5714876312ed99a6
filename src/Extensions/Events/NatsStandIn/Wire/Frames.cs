#if EXT_EVENTS
using System.Text;
using System.Text.Json;

namespace NATS.Client.Core.Wire;

/// <summary>What we say to a server.</summary>
internal static class Frames
{
    public static readonly byte[] Ping = "PING\r\n"u8.ToArray();
    public static readonly byte[] Pong = "PONG\r\n"u8.ToArray();

    public static byte[] Connect(ConnectMessage greeting) =>
        [.. "CONNECT "u8, .. JsonSerializer.SerializeToUtf8Bytes(greeting, ProtocolJson.Default.ConnectMessage), .. "\r\n"u8, .. Ping];

    public static byte[] Subscribe(Subscription wanted) =>
        Line(wanted.Queue is null ? $"SUB {wanted.Subject} {wanted.Sid}" : $"SUB {wanted.Subject} {wanted.Queue} {wanted.Sid}");

    public static byte[] Unsubscribe(long sid) => Line($"UNSUB {sid}");

    /// <summary>A message.</summary>
    /// <exception cref="NatsPayloadTooLargeException">It has more than <paramref name="limit"/> bytes, headers and all.</exception>
    public static byte[] Publish(string subject, string? replyTo, NatsHeaders? headers, ReadOnlySpan<byte> payload, int limit)
    {
        var block = headers is null ? [] : HeaderBlock.Encode(headers);
        var size = block.Length + payload.Length;
        if (size > limit)
        {
            throw new NatsPayloadTooLargeException($"the message has {size} bytes, and the server takes {limit} at most");
        }

        var where = replyTo is null ? subject : $"{subject} {replyTo}";
        var line = headers is null ? Line($"PUB {where} {size}") : Line($"HPUB {where} {block.Length} {size}");
        return [.. line, .. block, .. payload, .. "\r\n"u8];
    }

    /// <summary>Checks a subject: another token would be another command.</summary>
    /// <exception cref="NatsException">It is none.</exception>
    public static string Checked(string subject) => subject.Length > 0 && subject.AsSpan().IndexOfAny(" \t\r\n") < 0
        ? subject
        : throw new NatsException($"'{subject}' is no subject");

    private static byte[] Line(string text) => Encoding.UTF8.GetBytes($"{text}\r\n");
}
#endif
