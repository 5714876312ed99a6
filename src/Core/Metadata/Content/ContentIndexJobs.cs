using System.Runtime.CompilerServices;
using Zot.Registry;
using Zot.Scheduling;

namespace Zot.Metadata.Content;

/// <summary>Finds the repositories that are not what the index has, and has them read, one by one.</summary>
/// <remarks>Looks at their versions only. Both lists are gone through side by side, so that neither is ever in memory.</remarks>
internal sealed class ContentIndexJobs(IContentFeed feed, ContentIndexer indexer, Func<RepositoryName?, IReadOnlyList<RepositoryVersion>> indexed)
    : IJobSource
{
    public string Name => "metadata index";

    public JobPriority Priority => JobPriority.Medium;

    // The first requests after a start come first.
    public TimeSpan Delay => TimeSpan.FromSeconds(2);

    // A repository that was copied in by hand is found when it is asked for, and at the latest after this time.
    public TimeSpan Period => TimeSpan.FromMinutes(5);

    public async IAsyncEnumerable<Job> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var known = Indexed().GetEnumerator();
        var isMore = known.MoveNext();
        await foreach (var there in feed.ListVersionsAsync(cancellationToken))
        {
            for (; isMore && known.Current.Repository < there.Repository; isMore = known.MoveNext())
            {
                yield return Read(known.Current.Repository);
            }

            var isKnown = isMore && known.Current.Repository == there.Repository;
            if (!isKnown || there.Version is null || known.Current.Version != there.Version)
            {
                yield return Read(there.Repository);
            }

            isMore = isKnown ? known.MoveNext() : isMore;
        }

        for (; isMore; isMore = known.MoveNext())
        {
            yield return Read(known.Current.Repository);
        }
    }

    private Job Read(RepositoryName repository) => new($"metadata index {repository}", stop => indexer.ReadAsync(repository, stop));

    private IEnumerable<RepositoryVersion> Indexed()
    {
        for (var page = indexed(null); page.Count > 0; page = indexed(page[^1].Repository))
        {
            foreach (var version in page)
            {
                yield return version;
            }
        }
    }
}
