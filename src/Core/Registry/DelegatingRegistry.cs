namespace Zot.Registry;

/// <summary>A registry that delegates every operation: the base class of layers, which override some of them.</summary>
public abstract class DelegatingRegistry(IRegistry inner) : IRegistry
{
    /// <summary>The inner registry.</summary>
    protected IRegistry Inner { get; } = inner;

    /// <inheritdoc/>
    public virtual ValueTask<IRepositoryState?> FindStateAsync(
        RepositoryName repository, CancellationToken cancellationToken) =>
        Inner.FindStateAsync(repository, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<BlobContent?> OpenBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        Inner.OpenBlobAsync(repository, digest, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Descriptor?> FindBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        Inner.FindBlobAsync(repository, digest, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<ManifestContent?> GetManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken) =>
        Inner.GetManifestAsync(repository, reference, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Descriptor?> FindManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken) =>
        Inner.FindManifestAsync(repository, reference, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IBlobUpload> StartUploadAsync(UploadStart start, CancellationToken cancellationToken) =>
        Inner.StartUploadAsync(start, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IBlobUpload?> FindUploadAsync(
        RepositoryName repository, UploadId id, CancellationToken cancellationToken) =>
        Inner.FindUploadAsync(repository, id, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Descriptor?> MountBlobAsync(BlobMount mount, CancellationToken cancellationToken) =>
        Inner.MountBlobAsync(mount, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Descriptor?> RenewBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        Inner.RenewBlobAsync(repository, digest, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Descriptor?> RenewManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken) =>
        Inner.RenewManifestAsync(repository, reference, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<PushedManifest> PushManifestAsync(
        ManifestPush push, CancellationToken cancellationToken) =>
        Inner.PushManifestAsync(push, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<bool> DeleteBlobAsync(BlobDelete delete, CancellationToken cancellationToken) =>
        Inner.DeleteBlobAsync(delete, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<bool> DeleteManifestAsync(ManifestDelete delete, CancellationToken cancellationToken) =>
        Inner.DeleteManifestAsync(delete, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<bool> HasRepositoryAsync(RepositoryName repository, CancellationToken cancellationToken) =>
        Inner.HasRepositoryAsync(repository, cancellationToken);

    /// <inheritdoc/>
    public virtual IAsyncEnumerable<RepositoryName> ListRepositoriesAsync(
        RepositoryName? after, CancellationToken cancellationToken) =>
        Inner.ListRepositoriesAsync(after, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<string>?> ListTagsAsync(
        RepositoryName repository, CancellationToken cancellationToken) =>
        Inner.ListTagsAsync(repository, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<ReferrersPage> ListReferrersAsync(
        RepositoryName repository, ReferrersQuery query, CancellationToken cancellationToken) =>
        Inner.ListReferrersAsync(repository, query, cancellationToken);
}
