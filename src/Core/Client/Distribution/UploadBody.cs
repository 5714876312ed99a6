using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Zot.Registry;

namespace Zot.Client.Distribution;

/// <summary>The body of an upload request, copied from a stream that can be read once.</summary>
/// <remarks>
/// A failure of the source ends the body regularly, so that the registry keeps the bytes before it: the caller checks
/// <see cref="SourceFailure"/> after the response.
/// </remarks>
internal sealed class UploadBody : HttpContent
{
    private const int BufferLength = 128 * 1024;

    private readonly Stream _source;
    private readonly long? _length;

    /// <summary>Creates a body.</summary>
    /// <param name="source">The bytes; read to the end, not disposed.</param>
    /// <param name="length">The declared length; <see langword="null"/> for a body in chunks.</param>
    public UploadBody(Stream source, long? length)
    {
        (_source, _length) = (source, length);
        Headers.ContentType = new MediaTypeHeaderValue(MediaTypes.OctetStream);
    }

    /// <summary>The number of bytes read from the source.</summary>
    public long Sent { get; private set; }

    /// <summary>Indicates whether bytes have been read from the source: the request cannot be repeated.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>The exception of the source, if it failed.</summary>
    public Exception? SourceFailure { get; private set; }

    /// <summary>Called after each piece.</summary>
    public Action Progressed { get; set; } = static () => { };

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsStarted = true;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            while (await ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                await stream.FlushAsync(cancellationToken);
                Sent += read;
                Progressed();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _length ?? 0;
        return _length is not null;
    }

    private async ValueTask<int> ReadAsync(byte[] buffer, CancellationToken stop)
    {
        try
        {
            var read = await _source.ReadAsync(buffer, stop);
            Progressed(); // The limit is that of the registry, not of the source.
            return read;
        }
        catch (Exception cause)
            when (cause is IOException or RegistryException or RemoteRegistryException or TimeoutException)
        {
            SourceFailure = cause;
            return 0;
        }
    }
}
