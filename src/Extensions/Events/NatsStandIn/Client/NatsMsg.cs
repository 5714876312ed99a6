#if EXT_EVENTS
namespace NATS.Client.Core;

/// <summary>A message.</summary>
internal sealed record NatsMsg<T>
{
    private readonly NatsConnection _connection;
    private readonly string? _replyTo;

    internal NatsMsg(NatsConnection connection, string subject, string? replyTo, NatsHeaders? headers, T? data)
    {
        _connection = connection;
        _replyTo = replyTo;
        Subject = subject;
        Headers = headers;
        Data = data;
    }

    /// <summary>Where it was published.</summary>
    public string Subject { get; }

    /// <summary>What it carries besides; <see langword="null"/> when nothing.</summary>
    public NatsHeaders? Headers { get; }

    /// <summary>What it carries.</summary>
    public T? Data { get; }

    /// <summary>Replies.</summary>
    /// <exception cref="NatsException">Nobody waits for a reply.</exception>
    public ValueTask ReplyAsync<TReply>(TReply data, CancellationToken cancellationToken = default) =>
        _connection.PublishAsync(
            _replyTo ?? throw new NatsException("the message asks for no reply"), data, cancellationToken: cancellationToken);
}
#endif
