#if EXT_SYNC
using Zot.Registry;

namespace Zot.Extensions.Sync.OnDemand;

/// <summary>
/// Adds the content of upstream registries: a pull is answered with the first byte that arrives, while the content is
/// stored.
/// </summary>
/// <param name="inner">The inner registry, to which content is copied.</param>
/// <param name="images">Finds manifests.</param>
/// <param name="blobs">Finds blobs.</param>
/// <param name="lists">Finds referrers and tags.</param>
/// <param name="context">The request of the client.</param>
internal sealed class OnDemandRegistry(
    IRegistry inner, OnDemandImages images, OnDemandBlobs blobs, OnDemandLists lists, PullContext context)
    : DelegatingRegistry(inner)
{
    /// <inheritdoc/>
    public override async ValueTask<ManifestContent?> GetManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken)
    {
        context.Enter();
        if (await FindLocalAsync(repository, reference, cancellationToken) is { } kept)
        {
            return kept;
        }

        var found = await images.FindAsync(repository, reference, cancellationToken);
        if (found.Unavailable is { } host)
        {
            context.Warn(found.Content is null
                ? $"upstream registry {host} is not available"
                : $"upstream registry {host} is not available, this copy may be outdated");
        }

        return found.Content;
    }

    /// <inheritdoc/>
    public override async ValueTask<Descriptor?> FindManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken) =>
        (await GetManifestAsync(repository, reference, cancellationToken))?.Descriptor;

    /// <inheritdoc/>
    public override async ValueTask<Descriptor?> RenewManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken)
    {
        var found = await FindManifestAsync(repository, reference, cancellationToken);
        return found is null ? null
            : await Inner.RenewManifestAsync(repository, Reference.To(found.Digest), cancellationToken) ?? found;
    }

    /// <inheritdoc/>
    public override async ValueTask<BlobContent?> OpenBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken)
    {
        context.Enter();
        return await Inner.OpenBlobAsync(repository, digest, cancellationToken)
            ?? await blobs.OpenAsync(repository, digest, cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask<Descriptor?> FindBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        await Inner.FindBlobAsync(repository, digest, cancellationToken) ?? blobs.Find(repository, digest);

    /// <inheritdoc/>
    /// <remarks>
    /// Only of blobs that are being copied: a client that pushes asks for many blobs that no registry has.
    /// </remarks>
    public override async ValueTask<Descriptor?> RenewBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        await Inner.RenewBlobAsync(repository, digest, cancellationToken) ?? blobs.Find(repository, digest);

    /// <inheritdoc/>
    public override async ValueTask<ReferrersPage> ListReferrersAsync(
        RepositoryName repository, ReferrersQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        context.Enter();
        if (query.After is null)
        {
            await lists.CopyReferrersAsync(repository, query.Subject, cancellationToken);
        }

        return await Inner.ListReferrersAsync(repository, query, cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<string>?> ListTagsAsync(
        RepositoryName repository, CancellationToken cancellationToken)
    {
        context.Enter();
        return await lists.MergeTagsAsync(
            repository, await Inner.ListTagsAsync(repository, cancellationToken), cancellationToken);
    }

    // A manifest without a tag is kept while it is pulled: nothing else protects it from the collector.
    private async ValueTask<ManifestContent?> FindLocalAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken)
    {
        if (reference.Digest is not { } digest
            || await Inner.GetManifestAsync(repository, reference, cancellationToken) is not { } found)
        {
            return null;
        }

        if (context.IsSynced(repository))
        {
            await Inner.RenewManifestAsync(repository, reference, cancellationToken);
        }

        return found;
    }
}
#endif
