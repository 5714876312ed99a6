#if EXT_EVENTS
using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace NATS.Client.Core.Wire;

/// <summary>Reads what a server says. For one reader at a time.</summary>
internal sealed class FrameReader(Stream stream)
{
    // A greeting names all servers of a cluster; 64 KiB are more than a thousand of them.
    private const int MaxLine = 64 * 1024;

    // The most that a server may be configured to take (nats-server, MAX_PAYLOAD_MAX_SIZE).
    private const int MaxMessage = 64 * 1024 * 1024;

    // Not more at once than a line while the connection may still be upgraded: what follows the greeting is TLS.
    private readonly PipeReader _reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 32 * 1024, leaveOpen: true));
    private MessageHead? _head;

    /// <summary>The next frame; <see langword="null"/> when the server has closed the connection.</summary>
    /// <exception cref="NatsProtocolViolationException">It is none.</exception>
    public async ValueTask<ServerFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            var frame = Parse(ref buffer);
            _reader.AdvanceTo(buffer.Start, frame is null ? buffer.End : buffer.Start);
            if (frame is not null || read.IsCompleted)
            {
                return frame;
            }
        }
    }

    private ServerFrame? Parse(ref ReadOnlySequence<byte> buffer)
    {
        if (_head is null)
        {
            if (buffer.PositionOf((byte)'\n') is not { } end)
            {
                return buffer.Length <= MaxLine ? null : throw new NatsProtocolViolationException("the server's line has no end");
            }

            var line = Encoding.UTF8.GetString(buffer.Slice(0, end)).TrimEnd('\r');
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            if (ParseLine(line) is { } frame)
            {
                return frame;
            }
        }

        var head = _head!;
        if (buffer.Length < head.Size + 2)
        {
            return null;
        }

        var bytes = buffer.Slice(0, head.Size).ToArray();
        buffer = buffer.Slice(head.Size + 2);
        _head = null;
        return new ServerFrame.Message(head.With(bytes));
    }

    // null: a message, whose bytes follow
    private ServerFrame? ParseLine(string line)
    {
        var (word, rest) = line.IndexOf(' ', StringComparison.Ordinal) is var space and >= 0
            ? (line[..space], line[(space + 1)..])
            : (line, "");
        switch (word.ToUpperInvariant())
        {
            case "MSG":
            case "HMSG":
                _head = MessageHead.Parse(rest.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries), hasHeaders: word.Length == 4);
                return _head.Size <= MaxMessage ? null : throw new NatsProtocolViolationException("the server's message is too large");
            case "PING":
                return new ServerFrame.Ping();
            case "PONG":
                return new ServerFrame.Pong();
            case "+OK":
                return new ServerFrame.Ok();
            case "-ERR":
                return new ServerFrame.Refusal(rest.Trim().Trim('\''));
            case "INFO":
                return new ServerFrame.Info(ReadInfo(rest));
            default:
                throw new NatsProtocolViolationException("the server does not speak NATS");
        }
    }

    private static ServerInfo ReadInfo(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ProtocolJson.Default.ServerInfo) ?? new ServerInfo();
        }
        catch (JsonException cause)
        {
            throw new NatsProtocolViolationException($"the server's greeting is no JSON: {cause.Message}");
        }
    }

    /// <summary>The line before the bytes of a message.</summary>
    private sealed record MessageHead(string Subject, long Sid, string? ReplyTo, int HeaderSize, int Size)
    {
        // MSG <subject> <sid> [reply-to] <size>, HMSG <subject> <sid> [reply-to] <size of headers> <size>
        public static MessageHead Parse(string[] parts, bool hasHeaders)
        {
            var sizes = hasHeaders ? 2 : 1;
            if ((parts.Length != 2 + sizes && parts.Length != 3 + sizes)
                || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var sid)
                || !int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                || !int.TryParse(parts[^sizes], NumberStyles.None, CultureInfo.InvariantCulture, out var headerSize)
                || headerSize > size)
            {
                throw new NatsProtocolViolationException("the server's message has no head");
            }

            return new MessageHead(parts[0], sid, parts.Length == 3 + sizes ? parts[2] : null, hasHeaders ? headerSize : 0, size);
        }

        public RawMessage With(byte[] bytes)
        {
            if (HeaderSize == 0)
            {
                return new RawMessage(Subject, Sid, ReplyTo, Headers: null, Status: 0, bytes);
            }

            var (headers, status) = HeaderBlock.Decode(bytes.AsSpan(..HeaderSize));
            return new RawMessage(Subject, Sid, ReplyTo, headers, status, bytes[HeaderSize..]);
        }
    }
}
#endif
