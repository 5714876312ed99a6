namespace Zot.Storage.Repositories;

/// <summary>A use of a repository by a writer, which keeps it from being removed until disposed.</summary>
internal readonly struct RepositoryUse(Repository repository) : IDisposable
{
    internal Repository Repository => repository;

    public void Dispose() => repository.EndUse();
}
