namespace Zot.Storage;

/// <summary>Somebody is about to put something into a repository, which is not removed meanwhile. Ends with its disposal.</summary>
internal readonly struct RepositoryUse(Repository repository) : IDisposable
{
    internal Repository Repository => repository;

    public void Dispose() => repository.EndUse();
}
