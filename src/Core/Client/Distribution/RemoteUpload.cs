using System.Globalization;
using System.Net;
using System.Runtime.ExceptionServices;
using Zot.Registry;

namespace Zot.Client.Distribution;

/// <summary>An upload to a registry. The address of the next request is in the response to the previous one.</summary>
internal sealed class RemoteUpload : IBlobUpload
{
    private readonly RemoteConnection _connection;
    private string _path;

    private RemoteUpload(
        RemoteConnection connection, RepositoryName repository, UploadId id, string path, long length) =>
        (_connection, Repository, Id, _path, Length) = (connection, repository, id, path, length);

    /// <inheritdoc/>
    /// <remarks>An identifier of the client if that of the registry is not a UUID.</remarks>
    public UploadId Id { get; }

    /// <inheritdoc/>
    public RepositoryName Repository { get; }

    /// <inheritdoc/>
    public long Length { get; private set; }

    /// <summary>Creates an upload from the response that started it, or reports its state.</summary>
    public static RemoteUpload Create(
        RemoteConnection connection, RepositoryName repository, HttpResponseMessage answer)
    {
        var path = connection.PathOf(answer, RemoteConnection.Header(answer, "Location"));
        var last = path.Split('?')[0].TrimEnd('/').Split('/')[^1];
        var id = UploadId.TryParse(last, out var named) ? named : UploadId.Create();
        return new RemoteUpload(connection, repository, id, path, LengthOf(answer));
    }

    /// <summary>Starts an upload.</summary>
    public static async Task<RemoteUpload> StartAsync(
        RemoteConnection connection, UploadStart start, CancellationToken stop)
    {
        var query = start.Algorithm == DigestAlgorithm.Sha256 ? "" : $"?digest-algorithm={start.Algorithm}";
        var request = new RemoteRequest(
            HttpMethod.Post, $"/v2/{start.Repository}/blobs/uploads/{query}",
            RemoteRights.Push(start.Repository), HttpStatusCode.Accepted);
        using var answer = await connection.SendAsync(request, stop);
        return Create(connection, start.Repository, answer);
    }

    /// <summary>Finds an upload; <see langword="null"/> if it does not exist.</summary>
    public static async Task<RemoteUpload?> FindAsync(
        RemoteConnection connection, RepositoryName repository, UploadId id, CancellationToken stop)
    {
        var request = new RemoteRequest(
            HttpMethod.Get, $"/v2/{repository}/blobs/uploads/{id}", RemoteRights.Push(repository),
            HttpStatusCode.NoContent, HttpStatusCode.Accepted, HttpStatusCode.NotFound);
        using var answer = await connection.SendAsync(request, stop);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : Create(connection, repository, answer);
    }

    /// <inheritdoc/>
    public async ValueTask AppendAsync(Stream source, long? offset, long? length, CancellationToken cancellationToken)
    {
        if (offset is not null && offset != Length)
        {
            throw RegistryError.ChunkOutOfOrder.With("session_id", Id);
        }

        // In pieces without a declared length, so that a source that fails or ends early loses no byte.
        using var body = new UploadBody(source, length: null);
        var request = new RemoteRequest(
            HttpMethod.Patch, _path, RemoteRights.Push(Repository), HttpStatusCode.Accepted, HttpStatusCode.NoContent)
        {
            Content = body,
        };
        using (var answer = await SendAsync(request, cancellationToken))
        {
            Length += body.Sent;
            Follow(answer);
        }

        if (body.SourceFailure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        if (length is not null && body.Sent != length)
        {
            throw RegistryError.SizeInvalid.With(
                "session_id", Id, $"the source has {body.Sent} bytes in place of {length}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Descriptor> CompleteAsync(
        Digest expected, CallContext? call, CancellationToken cancellationToken)
    {
        await PutAsync(expected, new ByteArrayContent([]), cancellationToken);
        return new Descriptor(MediaTypes.OctetStream, expected, Length);
    }

    /// <summary>Sends the whole blob with the request that completes the upload.</summary>
    public async Task<Descriptor> PutAsync(Stream source, Descriptor blob, CancellationToken stop)
    {
        using var body = new UploadBody(source, blob.Size);
        try
        {
            await PutAsync(blob.Digest, body, stop);
        }
        catch (RemoteRegistryException) when (body.SourceFailure is not null)
        {
            ExceptionDispatchInfo.Throw(body.SourceFailure);
        }

        return blob;
    }

    /// <inheritdoc/>
    public async ValueTask CancelAsync(CancellationToken cancellationToken)
    {
        var request = new RemoteRequest(
            HttpMethod.Delete, _path, RemoteRights.Push(Repository),
            HttpStatusCode.NoContent, HttpStatusCode.Accepted, HttpStatusCode.NotFound);
        using var answer = await _connection.SendAsync(request, cancellationToken);
    }

    private async Task PutAsync(Digest digest, HttpContent content, CancellationToken stop)
    {
        var separator = _path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var path = $"{_path}{separator}digest={Uri.EscapeDataString(digest.ToString())}";
        var request = new RemoteRequest(
            HttpMethod.Put, path, RemoteRights.Push(Repository), HttpStatusCode.Created, HttpStatusCode.NoContent)
        {
            Content = content,
        };
        using var answer = await SendAsync(request, stop);
        if (RemoteConnection.DigestOf(answer) is { } stored && stored.Algorithm == digest.Algorithm && stored != digest)
        {
            throw RemoteConnection.Invalid(answer, $"the registry has stored {stored} in place of {digest}");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(RemoteRequest request, CancellationToken stop)
    {
        try
        {
            return await _connection.SendAsync(request, stop);
        }
        catch (RemoteRegistryException cause) when (Rejections.Includes(cause))
        {
            throw Rejections.Explain(cause);
        }
    }

    private void Follow(HttpResponseMessage answer)
    {
        if (RemoteConnection.Header(answer, "Location") is { } location)
        {
            _path = _connection.PathOf(answer, location);
        }
    }

    // "0-<last>", inclusive: an empty upload and one with a single byte both have 0-0 in common registries. The next
    // chunk finds out.
    private static long LengthOf(HttpResponseMessage answer)
    {
        var range = RemoteConnection.Header(answer, "Range")?.Split('-');
        return range is [_, var end]
            && long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && last > 0 ? last + 1 : 0;
    }
}
