namespace Zot.Storage;

/// <summary>A look at a repository in a sweep over all of them: one that nobody used before does not stay in memory for that.</summary>
internal readonly struct RepositoryVisit(Repositories repositories, Repository repository, bool wasInUse) : IDisposable
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
