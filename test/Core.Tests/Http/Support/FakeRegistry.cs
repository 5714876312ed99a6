using System.Text;
using Zot.Registry;

namespace Zot.Core.Tests.Http.Support;

/// <summary>An in-memory registry that checks only what HTTP passes to it.</summary>
internal sealed class FakeRegistry : IRegistry
{
    private readonly SortedDictionary<RepositoryName, SortedDictionary<string, Descriptor>> _repositories = [];
    private readonly Dictionary<(RepositoryName, Digest), (byte[] Content, string MediaType)> _content = [];
    private readonly List<(RepositoryName Repository, Digest Subject, Descriptor Referrer)> _referrers = [];

    public Dictionary<UploadId, FakeUpload> Uploads { get; } = [];

    /// <summary>The exception thrown by subsequent appends.</summary>
    public Exception? AppendFault { get; set; }

    /// <summary>The exception thrown by all reads.</summary>
    public Exception? ReadFault { get; set; }

    /// <summary>Indicates whether blobs are files.</summary>
    public bool BlobsAreFiles { get; set; }

    /// <summary>The number of bytes by which opened blobs exceed their actual length.</summary>
    public int Missing { get; set; }

    /// <summary>The last pushed manifest.</summary>
    public ManifestPush? Pushed { get; private set; }

    /// <summary>The subject of pushed manifests.</summary>
    public Digest? Subject { get; set; }

    /// <summary>The last mount request.</summary>
    public BlobMount? Mount { get; private set; }

    public void RemoveTag(string name, string tag) => _repositories[RepositoryName.Parse(name)].Remove(tag);

    public void AddRepository(string name) => _repositories.TryAdd(RepositoryName.Parse(name), new(StringComparer.Ordinal));

    public Descriptor AddBlob(string name, byte[] content, DigestAlgorithm? algorithm = null, string? mediaType = null)
    {
        AddRepository(name);
        var digest = (algorithm ?? DigestAlgorithm.Sha256).Compute(content);
        _content[(RepositoryName.Parse(name), digest)] = (content, mediaType ?? MediaTypes.OctetStream);
        return new Descriptor(mediaType ?? MediaTypes.OctetStream, digest, content.Length);
    }

    public Descriptor AddManifest(string name, string tag, string content = "{}")
    {
        var stored = AddBlob(name, Encoding.UTF8.GetBytes(content), mediaType: MediaTypes.OciManifest);
        _repositories[RepositoryName.Parse(name)][tag] = stored;
        return stored;
    }

    public void AddReferrer(string name, Digest subject, Descriptor referrer) =>
        _referrers.Add((RepositoryName.Parse(name), subject, referrer));

    public ValueTask<IRepositoryState?> FindStateAsync(RepositoryName repository, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IRepositoryState?>(
            _repositories.TryGetValue(repository, out var tags) ? new FakeState(tags) : null);

    public async ValueTask<BlobContent?> OpenBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        await FindBlobAsync(repository, digest, cancellationToken) is { } found
            ? new FakeBlob(
                found with { Size = found.Size + Missing }, _content[(repository, digest)].Content, BlobsAreFiles)
            : null;

    public ValueTask<Descriptor?> FindBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        ReadFault is { } fault
            ? throw fault
            : ValueTask.FromResult(_content.TryGetValue((repository, digest), out var found)
                ? new Descriptor(found.MediaType, digest, found.Content.Length)
                : null);

    public async ValueTask<ManifestContent?> GetManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken) =>
        await FindManifestAsync(repository, reference, cancellationToken) is { } found
            ? new ManifestContent(found, _content[(repository, found.Digest)].Content)
            : null;

    public ValueTask<Descriptor?> FindManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken) =>
        reference.Digest is { } digest
            ? FindBlobAsync(repository, digest, cancellationToken)
            : ValueTask.FromResult(_repositories.GetValueOrDefault(repository)?.GetValueOrDefault(reference.ToString()));

    public ValueTask<Descriptor?> RenewBlobAsync(RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        FindBlobAsync(repository, digest, cancellationToken);

    public ValueTask<Descriptor?> RenewManifestAsync(RepositoryName repository, Reference reference, CancellationToken cancellationToken) =>
        FindManifestAsync(repository, reference, cancellationToken);

    public ValueTask<IBlobUpload> StartUploadAsync(UploadStart start, CancellationToken cancellationToken)
    {
        AddRepository(start.Repository.ToString());
        var upload = new FakeUpload(this, start.Repository, start.Algorithm);
        Uploads.Add(upload.Id, upload);
        return ValueTask.FromResult<IBlobUpload>(upload);
    }

    public ValueTask<IBlobUpload?> FindUploadAsync(
        RepositoryName repository, UploadId id, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IBlobUpload?>(
            Uploads.GetValueOrDefault(id) is { } upload && upload.Repository == repository ? upload : null);

    public ValueTask<Descriptor?> MountBlobAsync(BlobMount mount, CancellationToken cancellationToken)
    {
        Mount = mount;
        var source = _content.Keys.Where(key => key.Item2 == mount.Digest && (mount.From ?? key.Item1) == key.Item1)
            .FirstOrDefault(key => mount.MayRead(key.Item1));
        return ValueTask.FromResult(
            _content.TryGetValue(source, out var found) ? AddBlob(mount.Repository.ToString(), found.Content) : null);
    }

    public async ValueTask<PushedManifest> PushManifestAsync(ManifestPush push, CancellationToken cancellationToken)
    {
        if (push.Call is { } call)
        {
            var tags = _repositories.GetValueOrDefault(push.Repository);
            await call.AuthorizeAsync(push, tag => tags?.ContainsKey(tag.ToString()) is true, cancellationToken);
        }

        Pushed = push;
        var algorithm = push.Reference.Digest?.Algorithm ?? DigestAlgorithm.Sha256;
        var stored = AddBlob(push.Repository.ToString(), push.Content.ToArray(), algorithm, push.MediaType);
        foreach (var tag in push.AllTags)
        {
            _repositories[push.Repository][tag.ToString()] = stored;
        }

        return new PushedManifest(stored, Subject);
    }

    public ValueTask<bool> DeleteBlobAsync(BlobDelete delete, CancellationToken cancellationToken) =>
        _content.TryGetValue((delete.Repository, delete.Digest), out var found) && found.MediaType != MediaTypes.OctetStream
            ? throw RegistryError.StillReferenced.With("digest", delete.Digest)
            : ValueTask.FromResult(_content.Remove((delete.Repository, delete.Digest)));

    public ValueTask<bool> DeleteManifestAsync(ManifestDelete delete, CancellationToken cancellationToken) =>
        ValueTask.FromResult(delete.Reference.Digest is { } digest
            ? _content.Remove((delete.Repository, digest))
            : _repositories.GetValueOrDefault(delete.Repository)?.Remove(delete.Reference.ToString()) ?? false);

    public ValueTask<bool> HasRepositoryAsync(RepositoryName repository, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_repositories.ContainsKey(repository));

    public IAsyncEnumerable<RepositoryName> ListRepositoriesAsync(
        RepositoryName? after, CancellationToken cancellationToken) =>
        _repositories.Keys.Where(name => after is null || name > after).ToArray().ToAsyncEnumerable();

    public ValueTask<IReadOnlyList<string>?> ListTagsAsync(RepositoryName repository, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<string>?>(
            _repositories.TryGetValue(repository, out var tags) ? [.. tags.Keys] : null);

    public ValueTask<ReferrersPage> ListReferrersAsync(
        RepositoryName repository, ReferrersQuery query, CancellationToken cancellationToken)
    {
        var all = _referrers.Where(entry => entry.Repository == repository && entry.Subject == query.Subject)
            .Select(static entry => entry.Referrer)
            .Where(referrer => query.ArtifactTypes.Count == 0 || query.ArtifactTypes.Contains(referrer.ArtifactType ?? ""))
            .Where(referrer => query.IsAllowed(referrer.Digest))
            .SkipWhile(referrer => query.After is { } after && referrer.Digest != after)
            .Skip(query.After is null ? 0 : 1)
            .ToList();
        var page = all.Take(query.Count ?? int.MaxValue).ToList();
        return ValueTask.FromResult(new ReferrersPage(page.ToAsyncEnumerable(), page.Count < all.Count && page.Count > 0 ? page[^1].Digest : null));
    }
}
