using System.Net;
using Zot.Registry;

namespace Zot.Client.Distribution;

/// <summary>
/// A blob that is read from a registry while it is used. A cut connection is resumed where it ended.
/// </summary>
/// <remarks>For one reader at a time. The bytes are not verified: see <see cref="VerifiedBlobStream"/>.</remarks>
internal sealed class RemoteBlob : BlobContent
{
    // A connection that yields less is counted as failed: a registry that sends a byte per connection must not last.
    private const long MinProgress = 1024 * 1024;

    private readonly RemoteConnection _connection;
    private readonly RemoteRequest _request;
    private HttpResponseMessage? _answer;
    private Stream? _body;
    private long _position;
    private long _progress;
    private int _failures;

    /// <summary>Creates a blob.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="request">The request for the whole blob.</param>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="answer">
    /// The response to the request, disposed with the blob; <see langword="null"/> to send the request at the first
    /// read.
    /// </param>
    public RemoteBlob(
        RemoteConnection connection, RemoteRequest request, Descriptor descriptor, HttpResponseMessage? answer)
        : base(descriptor) => (_connection, _request, _answer) = (connection, request, answer);

    /// <inheritdoc/>
    /// <exception cref="RemoteRegistryException">The blob cannot be read any further.</exception>
    public override async ValueTask<int> ReadAsync(
        long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (offset >= Descriptor.Size || buffer.IsEmpty)
        {
            return 0;
        }

        buffer = buffer[..(int)Math.Min(buffer.Length, Descriptor.Size - offset)];
        while (true)
        {
            try
            {
                var body = await OpenAsync(offset, cancellationToken);
                var read = await body.ReadAsync(buffer, cancellationToken);
                Advance(read);
                return read > 0 ? read : throw new EndOfStreamException("the body ended early");
            }
            catch (Exception cause) when (cause is IOException or TimeoutException)
            {
                await FailAsync(cause, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    private void Advance(int read)
    {
        _position += read;
        _progress += read;
        if (_progress >= MinProgress)
        {
            (_progress, _failures) = (0, 0);
        }
    }

    private async Task FailAsync(Exception cause, CancellationToken stop)
    {
        var request = _answer?.RequestMessage;
        Close();
        var retries = _connection.Options.Retries;
        if (++_failures > retries.MaxRetries)
        {
            throw RemoteErrors.Explain(cause, request ?? _request.CreateMessage(_connection.Options));
        }

        await Task.Delay(retries.DelayAfter(_failures, random: 0.5), _connection.Options.Time, stop);
    }

    private async Task<Stream> OpenAsync(long offset, CancellationToken stop)
    {
        if (_position != offset && (_body is not null || _answer is not null))
        {
            Close();
        }

        if (_body is not null)
        {
            return _body;
        }

        if (_answer is null)
        {
            _position = 0;
            _answer = await _connection.SendAsync(
                _request with { Offset = offset, Expected = [HttpStatusCode.OK, HttpStatusCode.PartialContent] }, stop);
            Check(_answer, offset);
        }

        _body = await _connection.Bodies.OpenAsync(_answer, stop);
        await SkipAsync(offset, stop);
        return _body;
    }

    private void Check(HttpResponseMessage answer, long offset)
    {
        var length = answer.Content.Headers.ContentLength;
        if (answer.StatusCode == HttpStatusCode.PartialContent)
        {
            var range = answer.Content.Headers.ContentRange;
            if (range?.From != offset || (range.HasLength && range.Length != Descriptor.Size))
            {
                throw RemoteConnection.Invalid(answer, "the response has another range than the requested one");
            }

            _position = offset;
        }
        else if (length is not null && length != Descriptor.Size)
        {
            throw RemoteConnection.Invalid(answer, $"the blob has {length} bytes in place of {Descriptor.Size}");
        }
    }

    // For a registry that ignores the range, and sends the whole blob.
    private async Task SkipAsync(long offset, CancellationToken stop)
    {
        var buffer = new byte[_position < offset ? 64 * 1024 : 0];
        while (_position < offset)
        {
            var read =
                await _body!.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, offset - _position)), stop);
            _position += read > 0 ? read : throw new EndOfStreamException("the body ended early");
        }
    }

    private void Close()
    {
        _body?.Dispose();
        _answer?.Dispose();
        (_body, _answer) = (null, null);
    }
}
