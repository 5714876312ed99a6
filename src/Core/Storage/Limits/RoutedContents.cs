using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>The contents of several stores: the first component of a repository's name says which.</summary>
/// <param name="defaultStore">That of all names without a route.</param>
/// <param name="routes">The others, by the first component.</param>
internal sealed class RoutedContents(RepositoryContents defaultStore, IReadOnlyDictionary<string, RepositoryContents> routes)
    : IRepositoryContents
{
    private readonly Dictionary<string, RepositoryContents>.AlternateLookup<ReadOnlySpan<char>> _routes =
        new Dictionary<string, RepositoryContents>(routes, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public RepositoryContents Of(RepositoryName repository)
    {
        var name = repository.ToString().AsSpan();
        return name.IndexOf('/') is > 0 and var end && _routes.TryGetValue(name[..end], out var store) ? store : defaultStore;
    }
}
