using System.Runtime.CompilerServices;
using Zot.Registry;
using Zot.Scheduling;

namespace Zot.Storage.Limits;

/// <summary>
/// Measures the repositories that have quotas: after the start, and once a day, because other tools may add content.
/// </summary>
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
