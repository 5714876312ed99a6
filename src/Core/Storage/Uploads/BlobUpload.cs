using Zot.Registry;

namespace Zot.Storage.Uploads;

/// <summary>A handle for one request on an upload.</summary>
internal sealed class BlobUpload(UploadStore uploads, UploadSession session) : IBlobUpload
{
    private UploadSession _session = session;

    public UploadId Id => _session.Id;

    public RepositoryName Repository => _session.Repository;

    public long Length => _session.Length;

    public async ValueTask AppendAsync(Stream source, long? offset, long? length, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        _session = await uploads.EnterAsync(_session, cancellationToken);
        try
        {
            await using var content = await uploads.OpenAsync(_session, cancellationToken);
            if (offset is { } start && start != _session.Length)
            {
                throw RegistryError.ChunkOutOfOrder.With(
                    "session_id", Id, $"the next byte is {_session.Length}, not {start}");
            }

            await _session.CatchUpAsync(content, cancellationToken);
            var copied = await new UploadWriter(_session, content).CopyAsync(source, length, cancellationToken);
            if (copied < length)
            {
                throw RegistryError.SizeInvalid.With("Content-Length", length, $"{copied} bytes were received");
            }
        }
        finally
        {
            uploads.Leave(_session);
        }
    }

    public async ValueTask<Descriptor> CompleteAsync(
        Digest expected, CallContext? call, CancellationToken cancellationToken)
    {
        _session = await uploads.EnterAsync(_session, cancellationToken);
        try
        {
            await using (var content = await uploads.OpenAsync(_session, cancellationToken))
            {
                var actual = await _session.ComputeAsync(expected, content, cancellationToken);
                if (actual != expected)
                {
                    throw RegistryError.DigestInvalid.With("digest", expected, $"the content has {actual}");
                }
            }

            return await uploads.FinishAsync(_session, expected, call);
        }
        finally
        {
            uploads.Leave(_session);
        }
    }

    public async ValueTask CancelAsync(CancellationToken cancellationToken)
    {
        _session = await uploads.EnterAsync(_session, cancellationToken);
        try
        {
            await uploads.CancelAsync(_session);
        }
        finally
        {
            uploads.Leave(_session);
        }
    }
}
