using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>What limits have to know of all repositories, in whichever store they lie.</summary>
internal interface IRepositoryContents
{
    /// <summary>The store that a repository lies in, or would.</summary>
    RepositoryContents Of(RepositoryName repository);
}
