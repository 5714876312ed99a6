namespace Zot.Storage.Repositories;

/// <summary>
/// A visit of a repository by a sweep. Its end evicts the repository from memory if it was not in memory before.
/// </summary>
internal readonly struct RepositoryVisit(RepositoryMap repositories, Repository repository, bool wasInUse) : IDisposable
{
    internal Repository Repository => repository;

    public void Dispose()
    {
        if (!wasInUse)
        {
            repositories.Release(repository);
        }
    }
}
