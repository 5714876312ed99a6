using System.Security.Cryptography;
using Zot.Registry;

namespace Zot.Client.Distribution;

/// <summary>The bytes of a blob, whose digest is verified at the end.</summary>
/// <remarks>
/// Bytes are returned before they are verified: a reader must not use them before the end of the stream, which is only
/// reported for a blob with the expected size and digest.
/// </remarks>
public sealed class VerifiedBlobStream : ReadOnceStream
{
    private readonly BlobContent _blob;
    private readonly string _host;
    private readonly string _endpoint;
    private readonly IncrementalHash _hash;
    private long _position;
    private bool _isVerified;

    /// <summary>Creates a stream.</summary>
    /// <param name="blob">The blob; disposed with the stream.</param>
    /// <param name="host">The host of the registry, for error messages.</param>
    /// <param name="endpoint">The method and the path, for error messages.</param>
    internal VerifiedBlobStream(BlobContent blob, string host, string endpoint)
    {
        (_blob, _host, _endpoint) = (blob, host, endpoint);
        _hash = blob.Descriptor.Digest.Algorithm.CreateHash();
    }

    /// <summary>The descriptor of the blob.</summary>
    public Descriptor Descriptor => _blob.Descriptor;

    /// <inheritdoc/>
    /// <exception cref="RemoteRegistryException">The blob cannot be read, or has another digest.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || _isVerified)
        {
            return 0;
        }

        var read = await _blob.ReadAsync(_position, buffer, cancellationToken);
        _hash.AppendData(buffer.Span[..read]);
        _position += read;
        if (read == 0)
        {
            Verify();
        }

        return read;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _blob.DisposeAsync();
        _hash.Dispose();
        await base.DisposeAsync();
    }

    private void Verify()
    {
        var digest = Digest.FromHash(Descriptor.Digest.Algorithm, _hash.GetCurrentHash());
        _isVerified = _position == Descriptor.Size && digest == Descriptor.Digest
            ? true
            : throw new RemoteRegistryException(
                RemoteFailure.Invalid, _host, _endpoint, $"the blob has the digest {digest}");
    }
}
