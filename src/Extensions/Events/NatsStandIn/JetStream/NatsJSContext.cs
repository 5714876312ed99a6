#if EXT_EVENTS
using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <summary>Streams: what is published is kept, and acknowledged. All of it is requests and replies.</summary>
internal sealed class NatsJSContext(NatsConnection connection)
{
    // Where the server listens for requests about streams.
    private const string Prefix = "$JS.API.STREAM";

    private static readonly SearchValues<char> NotInNames = SearchValues.Create(" .*>/\\\t\r\n");

    /// <summary>Publishes, and waits until a stream has the message.</summary>
    /// <returns>What the stream says to it; also its refusal.</returns>
    /// <exception cref="NatsJSPublishNoResponseException">No stream takes the subject, or none has answered in time.</exception>
    public async ValueTask<PubAckResponse> PublishAsync<T>(
        string subject, T? data, NatsJSPubOpts? opts = default, NatsHeaders? headers = default, CancellationToken cancellationToken = default)
    {
        headers ??= [];
        if (opts?.MsgId is { } id)
        {
            headers["Nats-Msg-Id"] = id;
        }

        if (opts?.ExpectedStream is { } stream)
        {
            headers["Nats-Expected-Stream"] = stream;
        }

        try
        {
            var reply = await connection.RequestAsync<T, byte[]>(subject, data, headers, cancellationToken: cancellationToken);
            return Read(reply, JetStreamJson.Default.PubAckResponse);
        }
        catch (NatsException silence) when (silence is NatsNoRespondersException or NatsNoReplyException)
        {
            throw new NatsJSPublishNoResponseException();
        }
    }

    /// <summary>Looks a stream up.</summary>
    /// <exception cref="NatsJSApiException">There is none (404), or JetStream refuses.</exception>
    public ValueTask<INatsJSStream> GetStreamAsync(string stream, CancellationToken cancellationToken = default) =>
        AskAsync($"{Prefix}.INFO.{Checked(stream)}", [], cancellationToken);

    /// <summary>Creates a stream. One that is there already, and the same, is taken as it is.</summary>
    /// <exception cref="NatsJSApiException">JetStream refuses.</exception>
    public ValueTask<INatsJSStream> CreateStreamAsync(StreamConfig config, CancellationToken cancellationToken = default) => AskAsync(
        $"{Prefix}.CREATE.{Checked(config.Name ?? "")}",
        JsonSerializer.SerializeToUtf8Bytes(config, JetStreamJson.Default.StreamConfig),
        cancellationToken);

    private async ValueTask<INatsJSStream> AskAsync(string subject, byte[] request, CancellationToken cancellationToken)
    {
        var reply = await connection.RequestAsync<byte[], byte[]>(subject, request, cancellationToken: cancellationToken);
        var answer = Read(reply, JetStreamJson.Default.StreamApiResponse);
        return answer switch
        {
            { Error: { } error } => throw new NatsJSApiException(error),
            { Config: { } config, State: { } state } => new NatsJSStream(new StreamInfo(config, state)),
            _ => throw new NatsJSException("the answer is about no stream"),
        };
    }

    private static T Read<T>(NatsMsg<byte[]> reply, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(reply.Data, type) ?? throw new NatsJSException("the answer is empty");
        }
        catch (JsonException)
        {
            throw new NatsJSException("the answer is no JSON");
        }
    }

    // A name is a token of a subject: another character would ask something else.
    private static string Checked(string stream) => stream.Length > 0 && stream.AsSpan().IndexOfAny(NotInNames) < 0
        ? stream
        : throw new ArgumentException($"'{stream}' is no name of a stream", nameof(stream));
}
#endif
