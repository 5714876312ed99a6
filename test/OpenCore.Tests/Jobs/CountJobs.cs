using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Zot.Registry;
using Zot.Scheduling;

namespace Zot.OpenCore.Tests.Jobs;

/// <summary>Counts the tags of each repository, one small job for each.</summary>
internal sealed class CountJobs(IRegistry registry) : IJobSource
{
    public string Name => "count";

    public JobPriority Priority => JobPriority.Low;

    public TimeSpan Period => TimeSpan.FromMilliseconds(10);

    public ConcurrentDictionary<string, int> Counts { get; } = new();

    public async IAsyncEnumerable<Job> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var repository in registry.ListRepositoriesAsync(after: null, cancellationToken))
        {
            yield return new Job($"{Name} {repository}", stop => CountAsync(repository, stop));
        }
    }

    private async Task CountAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        if (repository == RepositoryName.Parse("bad"))
        {
            throw new InvalidOperationException("injected");
        }

        Counts[repository.ToString()] = (await registry.ListTagsAsync(repository, cancellationToken))?.Count ?? 0;
    }
}
