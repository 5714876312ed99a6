using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>Provides the state of all repositories, across stores, that limits depend on.</summary>
internal interface IRepositoryContents
{
    /// <summary>Returns the contents of the store that a repository belongs to.</summary>
    RepositoryContents Of(RepositoryName repository);
}
