using System.Runtime.CompilerServices;
using Zot.Registry;
using Zot.Scheduling;

namespace Zot.Metadata.Content;

/// <summary>Finds repositories that differ from the index and schedules a read for each.</summary>
/// <remarks>
/// Compares only versions. Both sorted lists are enumerated side by side, so that neither is held in memory.
/// </remarks>
internal sealed class ContentIndexJobs(
    IContentFeed feed,
    ContentIndexer indexer,
    Func<RepositoryName?, CancellationToken, ValueTask<IReadOnlyList<RepositoryVersion>>> indexed)
    : IJobSource
{
    public string Name => "metadata index";

    public JobPriority Priority => JobPriority.Medium;

    // Gives the first requests after a start precedence.
    public TimeSpan Delay => TimeSpan.FromSeconds(2);

    // A repository that was copied in by hand is found on its first request, and at the latest after this period.
    public TimeSpan Period => TimeSpan.FromMinutes(5);

    public async IAsyncEnumerable<Job> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var known = IndexedAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var isMore = await known.MoveNextAsync();
        await foreach (var there in feed.ListVersionsAsync(cancellationToken))
        {
            for (; isMore && known.Current.Repository < there.Repository; isMore = await known.MoveNextAsync())
            {
                yield return Read(known.Current.Repository);
            }

            var isKnown = isMore && known.Current.Repository == there.Repository;
            if (!isKnown || there.Version is null || known.Current.Version != there.Version)
            {
                yield return Read(there.Repository);
            }

            isMore = isKnown ? await known.MoveNextAsync() : isMore;
        }

        for (; isMore; isMore = await known.MoveNextAsync())
        {
            yield return Read(known.Current.Repository);
        }
    }

    private Job Read(RepositoryName repository) =>
        new($"metadata index {repository}", stop => indexer.ReadAsync(repository, stop));

    private async IAsyncEnumerable<RepositoryVersion> IndexedAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = await indexed(null, cancellationToken); page.Count > 0;
            page = await indexed(page[^1].Repository, cancellationToken))
        {
            foreach (var version in page)
            {
                yield return version;
            }
        }
    }
}
