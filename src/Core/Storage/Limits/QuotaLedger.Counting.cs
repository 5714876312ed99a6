using Zot.Registry;

namespace Zot.Storage.Limits;

internal sealed partial class QuotaLedger
{
    /// <summary>Measures a repository again, because another tool may have added content.</summary>
    internal async Task CountAgainAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        Task counting;
        lock (_lock)
        {
            ReleaseIdle();
            var usage = UsageOf(repository, isCounted: false);
            counting = usage.Counting ??= CountAsync(repository, usage);
        }

        await counting.WaitAsync(cancellationToken);
    }

    /// <summary>Returns whether a quota may apply to a repository by its name; its owner may add more.</summary>
    internal bool Concerns(RepositoryName repository)
    {
        lock (_lock)
        {
            return Sums() is var sums && (sums.HasUsers || sums.Of(repository, owner: null).Count > 0);
        }
    }

    // Started under the lock, and shared by all callers that wait for it.
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
            // Changes reported during the measurement take precedence, whether the file was read before or after.
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

    // A separate method: in the published binary, a lock taken in the finally of an async method is not released.
    private void EndCount(RepositoryUsage usage)
    {
        lock (_lock)
        {
            (usage.Counting, usage.Changed) = (null, null);
        }
    }
}
