using System.Runtime.CompilerServices;
using Zot.Metering.Sizes;
using Zot.Registry;

namespace Zot.Storage.SubPaths;

/// <summary>
/// Combines several stores into one registry, selected by the first component of a repository's name.
/// </summary>
/// <remarks>
/// A name of one component always belongs to the default store, as in zot; so does a name without a route.
/// </remarks>
internal sealed class SubPathRegistry(IRegistry defaultStore, IReadOnlyDictionary<string, IRegistry> routes)
    : IRegistry, IRepositorySizes
{
    private readonly Dictionary<string, IRegistry>.AlternateLookup<ReadOnlySpan<char>> _routes =
        new Dictionary<string, IRegistry>(routes, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public ValueTask<IRepositoryState?> FindStateAsync(
        RepositoryName repository, CancellationToken cancellationToken) =>
        StoreOf(repository).FindStateAsync(repository, cancellationToken);

    public ValueTask<BlobContent?> OpenBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        StoreOf(repository).OpenBlobAsync(repository, digest, cancellationToken);

    public ValueTask<Descriptor?> FindBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        StoreOf(repository).FindBlobAsync(repository, digest, cancellationToken);

    public ValueTask<ManifestContent?> GetManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken) =>
        StoreOf(repository).GetManifestAsync(repository, reference, cancellationToken);

    public ValueTask<Descriptor?> FindManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken) =>
        StoreOf(repository).FindManifestAsync(repository, reference, cancellationToken);

    public ValueTask<IBlobUpload> StartUploadAsync(UploadStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        return StoreOf(start.Repository).StartUploadAsync(start, cancellationToken);
    }

    public ValueTask<IBlobUpload?> FindUploadAsync(
        RepositoryName repository, UploadId id, CancellationToken cancellationToken) =>
        StoreOf(repository).FindUploadAsync(repository, id, cancellationToken);

    /// <summary>Mounts within one store. Bytes are not copied between stores: the client sends them.</summary>
    public ValueTask<Descriptor?> MountBlobAsync(BlobMount mount, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mount);
        var store = StoreOf(mount.Repository);

        // A repository in the store's directory that is routed to another store is not readable through this one.
        var inStore = mount with { MayRead = name => StoreOf(name) == store && mount.MayRead(name) };
        return store.MountBlobAsync(inStore, cancellationToken);
    }

    public ValueTask<Descriptor?> RenewBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        StoreOf(repository).RenewBlobAsync(repository, digest, cancellationToken);

    public ValueTask<Descriptor?> RenewManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken) =>
        StoreOf(repository).RenewManifestAsync(repository, reference, cancellationToken);

    public ValueTask<PushedManifest> PushManifestAsync(ManifestPush push, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(push);
        return StoreOf(push.Repository).PushManifestAsync(push, cancellationToken);
    }

    public ValueTask<bool> DeleteBlobAsync(BlobDelete delete, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delete);
        return StoreOf(delete.Repository).DeleteBlobAsync(delete, cancellationToken);
    }

    public ValueTask<bool> DeleteManifestAsync(ManifestDelete delete, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delete);
        return StoreOf(delete.Repository).DeleteManifestAsync(delete, cancellationToken);
    }

    public ValueTask<bool> HasRepositoryAsync(RepositoryName repository, CancellationToken cancellationToken) =>
        StoreOf(repository).HasRepositoryAsync(repository, cancellationToken);

    /// <summary>Lists all repositories in one order, so that "after" has the same meaning across stores.</summary>
    public async IAsyncEnumerable<RepositoryName> ListRepositoriesAsync(
        RepositoryName? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SortedSet<RepositoryName> names = [];
        foreach (var store in routes.Values.Prepend(defaultStore).Distinct())
        {
            await foreach (var name in store.ListRepositoriesAsync(after, cancellationToken))
            {
                if (StoreOf(name) == store)
                {
                    names.Add(name);
                }
            }
        }

        foreach (var name in names)
        {
            yield return name;
        }
    }

    public ValueTask<IReadOnlyList<string>?> ListTagsAsync(
        RepositoryName repository, CancellationToken cancellationToken) =>
        StoreOf(repository).ListTagsAsync(repository, cancellationToken);

    public ValueTask<ReferrersPage> ListReferrersAsync(
        RepositoryName repository, ReferrersQuery query, CancellationToken cancellationToken) =>
        StoreOf(repository).ListReferrersAsync(repository, query, cancellationToken);

    public ValueTask<long?> MeasureAsync(RepositoryName repository, CancellationToken cancellationToken) =>
        StoreOf(repository) is IRepositorySizes sizes ? sizes.MeasureAsync(repository, cancellationToken) : default;

    /// <summary>Returns the registry of a repository.</summary>
    internal IRegistry StoreOf(RepositoryName repository)
    {
        var name = repository.ToString().AsSpan();
        return name.IndexOf('/') is > 0 and var end && _routes.TryGetValue(name[..end], out var store)
            ? store
            : defaultStore;
    }
}
