using System.Net;
using Zot.Registry;

namespace Zot.Client.Distribution;

/// <summary>Reads, mounts and deletes blobs.</summary>
/// <param name="connection">The connection.</param>
internal sealed class RemoteBlobs(RemoteConnection connection)
{
    /// <summary>Opens a blob.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="digest">The digest.</param>
    /// <param name="size">The size, if it is known: a blob with another size is rejected.</param>
    /// <param name="stop">Cancels the request.</param>
    /// <returns>The blob; <see langword="null"/> if it does not exist.</returns>
    public async Task<BlobContent?> OpenAsync(
        RepositoryName repository, Digest digest, long? size, CancellationToken stop)
    {
        var request = Read(HttpMethod.Get, repository, digest);
        var answer = await connection.SendAsync(request, stop);
        try
        {
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                answer.Dispose();
                return null;
            }

            if ((answer.Content.Headers.ContentLength ?? size) is not { } length)
            {
                // The response is requested again: held open, it would keep the slot that this request waits for.
                answer.Dispose();
                length = (await FindAsync(repository, digest, stop))?.Size
                    ?? throw RemoteConnection.Invalid(answer, "the response has no length");
                return new RemoteBlob(
                    connection, request, new Descriptor(TypeOf(answer), digest, length), answer: null);
            }

            return size is null || size == length
                ? new RemoteBlob(connection, request, new Descriptor(TypeOf(answer), digest, length), answer)
                : throw RemoteConnection.Invalid(answer, $"the blob has {length} bytes in place of {size}");
        }
        catch // the caller does not get the response, so it is disposed here
        {
            answer.Dispose();
            throw;
        }
    }

    /// <summary>Finds a blob.</summary>
    /// <returns>The descriptor; <see langword="null"/> if the blob does not exist.</returns>
    public async Task<Descriptor?> FindAsync(RepositoryName repository, Digest digest, CancellationToken stop)
    {
        using var answer = await connection.SendAsync(Read(HttpMethod.Head, repository, digest), stop);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        return new Descriptor(TypeOf(answer), digest, answer.Content.Headers.ContentLength
            ?? throw RemoteConnection.Invalid(answer, "the response has no length"));
    }

    /// <summary>
    /// Mounts a blob. It is looked up first: a failed mount would start an upload, and create a repository.
    /// </summary>
    /// <returns>The blob; <see langword="null"/> if it cannot be mounted.</returns>
    public async Task<Descriptor?> MountAsync(
        RepositoryName repository, Digest digest, RepositoryName from, CancellationToken stop)
    {
        if (await FindAsync(from, digest, stop) is not { } blob)
        {
            return null;
        }

        var request = new RemoteRequest(
            HttpMethod.Post,
            $"/v2/{repository}/blobs/uploads/?mount={digest}&from={Uri.EscapeDataString(from.ToString())}",
            RemoteRights.Mount(repository, from), HttpStatusCode.Created, HttpStatusCode.Accepted);
        using var answer = await connection.SendAsync(request, stop);
        if (answer.StatusCode == HttpStatusCode.Created)
        {
            return blob;
        }

        await RemoteUpload.Create(connection, repository, answer).CancelAsync(stop);
        return null;
    }

    /// <summary>Deletes a blob.</summary>
    /// <returns>True if it existed.</returns>
    public async Task<bool> DeleteAsync(RepositoryName repository, Digest digest, CancellationToken stop)
    {
        var request = new RemoteRequest(
            HttpMethod.Delete, PathOf(repository, digest), RemoteRights.Delete(repository),
            HttpStatusCode.Accepted, HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.NotFound);
        using var answer = await connection.SendAsync(request, stop);
        return answer.StatusCode != HttpStatusCode.NotFound;
    }

    /// <summary>Returns the path of a blob.</summary>
    public static string PathOf(RepositoryName repository, Digest digest) => $"/v2/{repository}/blobs/{digest}";

    private static RemoteRequest Read(HttpMethod method, RepositoryName repository, Digest digest) =>
        new(
            method,
            PathOf(repository, digest),
            RemoteRights.Pull(repository),
            HttpStatusCode.OK,
            HttpStatusCode.NotFound);

    private static string TypeOf(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.MediaType is { } type && MediaTypes.IsWellFormed(type)
            ? type
            : MediaTypes.OctetStream;
}
