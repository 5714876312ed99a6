using Zot.Registry;

namespace Zot.Storage.Limits;

internal sealed partial class QuotaLedger
{
    /// <summary>Counts a repository again, if it is in any quota: somebody else may have put content there.</summary>
    internal async Task CountAgainAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        Task counting;
        lock (_lock)
        {
            ReleaseIdle();
            var usage = UsageOf(repository);
            counting = usage.Counting ??= CountAsync(repository, usage);
        }

        await counting.WaitAsync(cancellationToken);
    }

    /// <summary>Whether any quota is for a repository, as far as its name says; whose it is may put it into more.</summary>
    internal bool Concerns(RepositoryName repository)
    {
        lock (_lock)
        {
            return Sums() is var sums && (sums.HasUsers || sums.Of(repository, owner: null).Count > 0);
        }
    }

    // Begun under the lock, and shared by all who wait for it.
    private async Task CountAsync(RepositoryName repository, RepositoryUsage usage)
    {
        usage.Changed = [];
        try
        {
            await Task.Yield();
            var stored = contents.Of(repository);
            var owner = HasUsers ? await stored.FindOwnerAsync(repository, CancellationToken.None) : null;
            var lengths = await stored.MeasureAsync(repository, CancellationToken.None);
            Note(repository, usage, lengths, owner);
        }
        finally
        {
            EndCount(usage);
        }
    }

    private void Note(RepositoryName repository, RepositoryUsage usage, Dictionary<Digest, long> lengths, string? owner)
    {
        lock (_lock)
        {
            // What has changed meanwhile is as it was told, whether the look came before or after.
            foreach (var (digest, length) in usage.Changed!)
            {
                lengths[digest] = length;
            }

            var bytes = lengths.Values.Sum();
            Sums().Add(usage.Quotas, bytes - usage.Bytes);
            (usage.Bytes, usage.IsCounted, usage.Owner) = (bytes, true, owner ?? usage.Owner);
            Sort(repository, usage, Sums());
        }
    }

    // Of its own: in the published binary, a lock that is taken in the finally of an asynchronous method is not left.
    private void EndCount(RepositoryUsage usage)
    {
        lock (_lock)
        {
            (usage.Counting, usage.Changed) = (null, null);
        }
    }
}
