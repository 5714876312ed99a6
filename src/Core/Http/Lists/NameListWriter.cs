using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Zot.Hosting.Routes;

namespace Zot.Http.Lists;

/// <summary>Writes a response that is mostly a JSON list of names.</summary>
/// <remarks>
/// Written by hand, because names and tags rarely need escaping, and lists of ten thousand are common. A response that
/// fits the buffer is sent at once, with its length; a longer one in pieces.
/// </remarks>
internal sealed class NameListWriter(HttpResponse response) : IDisposable
{
    // Fits ten thousand tags of usual length.
    private const int BufferLength = 256 * 1024;

    // The maximum length of one escaped UTF-16 code unit: \uXXXX.
    private const int MaxEscapedLength = 6;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-/+:@");

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
    private int _length;
    private bool _hasNames;

    /// <summary>The number of bytes sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Indicates whether the buffer should be sent before more is written.</summary>
    public bool IsFull => _length >= BufferLength - 4096;

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <summary>Writes raw JSON.</summary>
    public void Raw(ReadOnlySpan<byte> json)
    {
        Reserve(json.Length);
        json.CopyTo(_buffer.AsSpan(_length));
        _length += json.Length;
    }

    /// <summary>Writes a string outside the list.</summary>
    public void Text(string text)
    {
        Reserve((text.Length * MaxEscapedLength) + 2);
        Quote(text);
    }

    /// <summary>Writes a string of the list.</summary>
    public void Name(string text)
    {
        Reserve((text.Length * MaxEscapedLength) + 3);
        if (_hasNames)
        {
            _buffer[_length++] = (byte)',';
        }

        _hasNames = true;
        Quote(text);
    }

    /// <summary>Sends the buffered data.</summary>
    public async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        await response.BodyWriter.WriteAsync(_buffer.AsMemory(0, _length), cancellationToken);
        Sent += _length;
        _length = 0;
    }

    /// <summary>Sends the rest.</summary>
    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (Sent == 0)
        {
            response.ContentLength = _length;
        }

        return SendAsync(cancellationToken);
    }

    private void Quote(string text)
    {
        _buffer[_length++] = (byte)'"';
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            _length += Encoding.ASCII.GetBytes(text, _buffer.AsSpan(_length));
        }
        else
        {
            var encoded = JsonEncodedText.Encode(text, JsonAnswer.Options.Encoder).EncodedUtf8Bytes;
            encoded.CopyTo(_buffer.AsSpan(_length));
            _length += encoded.Length;
        }

        _buffer[_length++] = (byte)'"';
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _length >= count)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(_length + count);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
