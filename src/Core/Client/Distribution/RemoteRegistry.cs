using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using Zot.Registry;

namespace Zot.Client.Distribution;

/// <summary>A registry that is accessed over HTTP, with the distribution specification.</summary>
/// <remarks>
/// Missing content is a value and rejected content a <see cref="RegistryException"/>, as in every registry; all other
/// failures are a <see cref="RemoteRegistryException"/>. A commit point of another registry cannot be joined:
/// <see cref="CommitRule"/> is not supported, and a caller is authorized before the request.
/// </remarks>
public sealed class RemoteRegistry : IRegistry, IDisposable
{
    private const int ConcurrentFinds = 4;
    private const int PageCount = 1000;

    private readonly RemoteConnection _connection;
    private readonly RemotePages _pages;
    private readonly RemoteManifests _manifests;
    private readonly RemoteBlobs _blobs;
    private readonly RemoteReferrers _referrers;

    /// <summary>Creates a client. Sends nothing yet.</summary>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    /// <exception cref="InvalidDataException">A file of the TLS options contains no certificate.</exception>
    public RemoteRegistry(RemoteOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _connection = new RemoteConnection(options);
        _pages = new RemotePages(_connection);
        _manifests = new RemoteManifests(_connection);
        _blobs = new RemoteBlobs(_connection);
        _referrers = new RemoteReferrers(_connection, _pages, _manifests);
    }

    /// <summary>The latest rate limit; <see langword="null"/> if the registry has not reported one.</summary>
    public RemoteRateLimit? RateLimit => _connection.RateLimit;

    /// <summary>Checks that the registry responds and accepts the credentials (end-1).</summary>
    /// <exception cref="RemoteRegistryException">It does not.</exception>
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        using var answer = await _connection.SendAsync(
            new RemoteRequest(HttpMethod.Get, "/v2/", "", HttpStatusCode.OK), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// One request for each tag. The specification has no list of untagged manifests: the snapshot does not contain
    /// them.
    /// </remarks>
    public async ValueTask<IRepositoryState?> FindStateAsync(
        RepositoryName repository, CancellationToken cancellationToken)
    {
        if (await ListTagsAsync(repository, cancellationToken) is not { } tags)
        {
            return null;
        }

        var found = new ConcurrentDictionary<string, Digest>(StringComparer.Ordinal);
        var parallel =
            new ParallelOptions { MaxDegreeOfParallelism = ConcurrentFinds, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(tags, parallel, async (tag, stop) =>
        {
            if (await _manifests.FindAsync(repository, Reference.To(Tag.Parse(tag)), stop) is { } manifest)
            {
                found[tag] = manifest.Digest;
            }
        });
        return new RemoteRepositoryState(found);
    }

    /// <inheritdoc/>
    public async ValueTask<BlobContent?> OpenBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        await _blobs.OpenAsync(repository, digest, size: null, cancellationToken);

    /// <summary>Opens a blob that a manifest describes, for a reader that verifies it.</summary>
    /// <returns>The stream, which the caller disposes; <see langword="null"/> if the blob does not exist.</returns>
    /// <exception cref="RemoteRegistryException">The blob has another size, or cannot be read.</exception>
    public async Task<VerifiedBlobStream?> OpenVerifiedAsync(
        RepositoryName repository, Descriptor blob, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        return await _blobs.OpenAsync(repository, blob.Digest, blob.Size, cancellationToken) is { } content
            ? new VerifiedBlobStream(
                content, _connection.Options.Url.Authority, $"GET {RemoteBlobs.PathOf(repository, blob.Digest)}")
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<Descriptor?> FindBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        await _blobs.FindAsync(repository, digest, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ManifestContent?> GetManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken) =>
        await _manifests.GetAsync(repository, reference, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Descriptor?> FindManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken) =>
        await _manifests.FindAsync(repository, reference, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IBlobUpload> StartUploadAsync(UploadStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        return await RemoteUpload.StartAsync(_connection, start, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Not for a registry that needs more than the identifier: docker-registry signs the state.</remarks>
    public async ValueTask<IBlobUpload?> FindUploadAsync(
        RepositoryName repository, UploadId id, CancellationToken cancellationToken) =>
        await RemoteUpload.FindAsync(_connection, repository, id, cancellationToken);

    /// <summary>Pushes a blob with a known digest and size in one piece.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="blob">The descriptor of the blob.</param>
    /// <param name="content">The bytes; read to the end, not disposed.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<Descriptor> PushBlobAsync(
        RepositoryName repository, Descriptor blob, Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        var upload = await RemoteUpload.StartAsync(
            _connection, new UploadStart(repository, blob.Digest.Algorithm), cancellationToken);
        return await upload.PutAsync(content, blob, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Only of a named repository: the registry would choose among all that this client may read.</remarks>
    public async ValueTask<Descriptor?> MountBlobAsync(BlobMount mount, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mount);
        return mount.From is { } from && mount.MayRead(from)
            ? await _blobs.MountAsync(mount.Repository, mount.Digest, from, cancellationToken)
            : null;
    }

    /// <inheritdoc/>
    public ValueTask<Descriptor?> RenewBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        FindBlobAsync(repository, digest, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Descriptor?> RenewManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken) =>
        FindManifestAsync(repository, reference, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The push has rules.</exception>
    public async ValueTask<PushedManifest> PushManifestAsync(ManifestPush push, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(push);
        RejectRules(push.Rules);
        await AuthorizeAsync(push, cancellationToken);
        try
        {
            return await _manifests.PushAsync(push, cancellationToken);
        }
        catch (RemoteRegistryException cause) when (Rejections.Includes(cause))
        {
            throw Rejections.Explain(cause);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteBlobAsync(BlobDelete delete, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delete);
        try
        {
            return await _blobs.DeleteAsync(delete.Repository, delete.Digest, cancellationToken);
        }
        catch (RemoteRegistryException cause) when (Rejections.Includes(cause))
        {
            throw Rejections.Explain(cause);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Whether tags share a digest is checked before the request; a push in between is not noticed.</remarks>
    /// <exception cref="NotSupportedException">The request has rules.</exception>
    public async ValueTask<bool> DeleteManifestAsync(ManifestDelete delete, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delete);
        RejectRules(delete.Rules);
        if (delete is { RefusesSharedDigest: true, Reference.Digest: { } digest }
            && await FindStateAsync(delete.Repository, cancellationToken) is { } state
            && state.TagsOf(digest).Count > 1)
        {
            throw RegistryError.ManifestCollision.With("reference", digest);
        }

        try
        {
            return await _manifests.DeleteAsync(delete.Repository, delete.Reference, cancellationToken);
        }
        catch (RemoteRegistryException cause) when (Rejections.Includes(cause))
        {
            throw Rejections.Explain(cause);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> HasRepositoryAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        using var answer = await _connection.SendAsync(Tags(repository, 1), cancellationToken);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    /// <inheritdoc/>
    /// <remarks>All pages are read before the first name is returned, as registries sort them differently.</remarks>
    public async IAsyncEnumerable<RepositoryName> ListRepositoriesAsync(
        RepositoryName? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<string> names = [];
        var request =
            new RemoteRequest(HttpMethod.Get, $"/v2/_catalog?n={PageCount}", RemoteRights.Catalog, HttpStatusCode.OK);
        await _pages.ReadAsync(
            request, (answer, body) => RemotePages.AddTexts(answer, body, "repositories", names), cancellationToken);

        // A name that the specification does not allow cannot be requested.
        var repositories = names.Select(
            static name => RepositoryName.TryParse(name, out var parsed) ? parsed : (RepositoryName?)null)
            .OfType<RepositoryName>().Distinct().Where(name => after is null || name > after).Order();
        foreach (var repository in repositories)
        {
            yield return repository;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>?> ListTagsAsync(
        RepositoryName repository, CancellationToken cancellationToken)
    {
        List<string> tags = [];
        return await _pages.ReadAsync(
            Tags(repository, PageCount),
            (answer, body) => RemotePages.AddTexts(answer, body, "tags", tags), cancellationToken)
            ? [.. tags.Where(static tag => Tag.TryParse(tag, out _))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)]
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<ReferrersPage> ListReferrersAsync(
        RepositoryName repository, ReferrersQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return await _referrers.ListAsync(repository, query, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static RemoteRequest Tags(RepositoryName repository, int count) => new(
        HttpMethod.Get, $"/v2/{repository}/tags/list?n={count}",
        RemoteRights.Pull(repository), HttpStatusCode.OK, HttpStatusCode.NotFound);

    private static void RejectRules(IReadOnlyList<CommitRule> rules)
    {
        if (rules.Count > 0)
        {
            throw new NotSupportedException("rules for the commit point of a remote registry are not supported");
        }
    }

    private async Task AuthorizeAsync(ManifestPush push, CancellationToken stop)
    {
        if (push.Call is null)
        {
            return;
        }

        HashSet<Tag> existing = [];
        foreach (var tag in push.AllTags)
        {
            if (await _manifests.FindAsync(push.Repository, Reference.To(tag), stop) is not null)
            {
                existing.Add(tag);
            }
        }

        await push.Call.AuthorizeAsync(push, existing.Contains, stop);
    }
}
