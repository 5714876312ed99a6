using Zot.Registry;

namespace Zot.Storage.Feed;

/// <summary>Receives every change of the content of repositories, regardless of its origin.</summary>
internal interface IContentListener
{
    /// <summary>Reports the new length of content in a repository; zero if it was removed.</summary>
    void Change(RepositoryName repository, Digest digest, long before, long after);
}
