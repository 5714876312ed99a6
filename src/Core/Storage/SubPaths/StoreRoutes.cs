using Zot.Registry;
using Zot.Storage.Limits;

namespace Zot.Storage.SubPaths;

/// <summary>Selects the store of a repository by the first component of its name.</summary>
/// <param name="defaultStore">The store of all names without a route.</param>
/// <param name="routes">The other stores, by the first component.</param>
internal sealed class StoreRoutes(Store defaultStore, IReadOnlyDictionary<string, Store> routes)
    : IRepositoryContents, IContentScrub
{
    private readonly Dictionary<string, Store>.AlternateLookup<ReadOnlySpan<char>> _routes =
        new Dictionary<string, Store>(routes, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public RepositoryContents Of(RepositoryName repository) => StoreOf(repository).Contents;

    public IAsyncEnumerable<ScrubResult> ScrubAsync(
        RepositoryName repository, Func<int, CancellationToken, ValueTask> read, CancellationToken cancellationToken) =>
        StoreOf(repository).Scrub.RunAsync(repository, read, cancellationToken);

    private Store StoreOf(RepositoryName repository)
    {
        var name = repository.ToString().AsSpan();
        return name.IndexOf('/') is > 0 and var end && _routes.TryGetValue(name[..end], out var store)
            ? store
            : defaultStore;
    }
}
