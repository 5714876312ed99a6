using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>Is told of each change of what repositories hold, by whoever made it.</summary>
internal interface IContentListener
{
    /// <summary>A repository has content of another length now; zero stands for none.</summary>
    void Change(RepositoryName repository, Digest digest, long before, long after);
}
