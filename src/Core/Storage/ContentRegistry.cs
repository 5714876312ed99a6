using System.Runtime.CompilerServices;
using Zot.Metering.Sizes;
using Zot.Registry;
using Zot.Storage.Blobs;
using Zot.Storage.Collection;
using Zot.Storage.Manifests;
using Zot.Storage.Repositories;
using Zot.Storage.Uploads;

namespace Zot.Storage;

/// <summary>The registry over one store, which all layers wrap.</summary>
internal sealed class ContentRegistry(
    RepositoryMap repositories,
    Catalog catalog,
    ManifestStore manifests,
    BlobStore blobs,
    BlobMounter mounter,
    UploadStore uploads,
    BlobLease lease,
    ReferrerLister referrers,
    RepositoryMeasure measure)
    : IRegistry, IRepositorySizes
{
    public async ValueTask<IRepositoryState?> FindStateAsync(
        RepositoryName repository, CancellationToken cancellationToken) =>
        (await repositories.FindAsync(repository, cancellationToken))?.Index;

    public ValueTask<BlobContent?> OpenBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        blobs.OpenAsync(repository, digest, cancellationToken);

    public ValueTask<Descriptor?> FindBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        blobs.FindAsync(repository, digest, cancellationToken);

    public async ValueTask<Descriptor?> RenewBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        await blobs.FindAsync(repository, digest, cancellationToken) is { } found
            && await lease.RenewAsync(repository, digest, cancellationToken)
                ? found
                : null;

    public ValueTask<ManifestContent?> GetManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken) =>
        manifests.GetAsync(repository, reference, cancellationToken);

    public ValueTask<Descriptor?> FindManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken) =>
        manifests.FindAsync(repository, reference, cancellationToken);

    public ValueTask<Descriptor?> RenewManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken) =>
        manifests.RenewAsync(repository, reference, cancellationToken);

    public ValueTask<IBlobUpload> StartUploadAsync(UploadStart start, CancellationToken cancellationToken) =>
        uploads.StartAsync(start.Repository, start.Algorithm, cancellationToken);

    public ValueTask<IBlobUpload?> FindUploadAsync(
        RepositoryName repository, UploadId id, CancellationToken cancellationToken) =>
        uploads.FindAsync(repository, id, cancellationToken);

    public ValueTask<Descriptor?> MountBlobAsync(BlobMount mount, CancellationToken cancellationToken) =>
        mounter.MountAsync(mount, cancellationToken);

    public ValueTask<PushedManifest> PushManifestAsync(ManifestPush push, CancellationToken cancellationToken) =>
        manifests.PushAsync(push, cancellationToken);

    public ValueTask<bool> DeleteBlobAsync(BlobDelete delete, CancellationToken cancellationToken) =>
        blobs.DeleteAsync(delete.Repository, delete.Digest, cancellationToken);

    public ValueTask<bool> DeleteManifestAsync(ManifestDelete delete, CancellationToken cancellationToken) =>
        manifests.DeleteAsync(delete, cancellationToken);

    public async ValueTask<bool> HasRepositoryAsync(RepositoryName repository, CancellationToken cancellationToken) =>
        await repositories.FindAsync(repository, cancellationToken) is not null;

    public async IAsyncEnumerable<RepositoryName> ListRepositoriesAsync(
        RepositoryName? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var names = await catalog.GetVisibleAsync(cancellationToken);
        for (var at = after is { } last ? FirstAfter(names, last) : 0; at < names.Length; at++)
        {
            yield return names[at];
        }
    }

    public async ValueTask<IReadOnlyList<string>?> ListTagsAsync(
        RepositoryName repository, CancellationToken cancellationToken) =>
        (await repositories.FindAsync(repository, cancellationToken))?.Index.Tags;

    public ValueTask<ReferrersPage> ListReferrersAsync(
        RepositoryName repository, ReferrersQuery query, CancellationToken cancellationToken) =>
        referrers.ListAsync(repository, query, cancellationToken);

    public ValueTask<long?> MeasureAsync(RepositoryName repository, CancellationToken cancellationToken) =>
        measure.MeasureAsync(repository, cancellationToken);

    private static int FirstAfter(RepositoryName[] names, RepositoryName last)
    {
        var at = Array.BinarySearch(names, last);
        return at < 0 ? ~at : at + 1;
    }
}
