using System.Runtime.CompilerServices;
using Zot.Registry;
using Zot.Scheduling;

namespace Zot.Storage.Limits;

/// <summary>Counts what the repositories hold that quotas are for: after the start, and once a day, as others may have put content there.</summary>
internal sealed class QuotaJobs(IRegistryLister registry, QuotaLedger ledger) : IJobSource
{
    public string Name => "quota";

    public JobPriority Priority => JobPriority.Medium;

    public TimeSpan Period => TimeSpan.FromDays(1);

    public async IAsyncEnumerable<Job> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var repository in registry.ListRepositoriesAsync(after: null, cancellationToken))
        {
            if (ledger.Concerns(repository))
            {
                yield return new Job($"quota {repository}", stop => ledger.CountAgainAsync(repository, stop));
            }
        }
    }
}
