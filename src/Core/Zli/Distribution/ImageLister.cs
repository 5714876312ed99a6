using Zot.Client.Commands;
using Zot.Zli.Queries;

namespace Zot.Zli.Distribution;

/// <summary>Lists images with the distribution API, for registries without the search extension.</summary>
/// <param name="client">The registry.</param>
/// <param name="time">The clock.</param>
internal sealed class ImageLister(DistributionClient client, TimeProvider time)
{
    /// <summary>5 minutes: the maximum time between two results.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private const int Concurrency = 8;

    /// <summary>Lists the images of all repositories.</summary>
    public Task<FoundImages> ListAllAsync(SortOrder order, CancellationToken stop) => WithinLimitAsync(
        async (found, limit) =>
        {
            var repositories = await client.ListRepositoriesAsync(limit.Token);
            await Parallel.ForEachAsync(
                repositories,
                new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = limit.Token },
                async (repository, _) =>
                    await found.TryAsync(repository, () => ReadAsync(found, repository, null, limit)));
        },
        order,
        stop);

    /// <summary>Lists the images of a repository, or one of them.</summary>
    /// <exception cref="CommandException">The repository does not exist.</exception>
    public Task<FoundImages> ListAsync(string repository, string? tag, SortOrder order, CancellationToken stop) =>
        WithinLimitAsync(
            async (found, limit) =>
            {
                try
                {
                    await ReadAsync(found, repository, tag, limit);
                }
                catch (CommandException cause) when (cause.Message.Contains("NAME_UNKNOWN", StringComparison.Ordinal))
                {
                    throw new CommandException("no repository found", cause);
                }
            },
            order,
            stop);

    private async Task ReadAsync(FoundImages found, string repository, string? wanted, CancellationTokenSource limit)
    {
        var listed = await client.ListTagsAsync(repository, limit.Token);
        var tags = listed.ToHashSet(StringComparer.Ordinal);
        var images = new ImageReader(client);
        await Parallel.ForEachAsync(
            tags.Where(tag => wanted is null ? !IsSignature(tag) : tag == wanted),
            new ParallelOptions
            {
                MaxDegreeOfParallelism = wanted is null ? Concurrency : 1,
                CancellationToken = limit.Token,
            },
            async (tag, _) => await found.TryAsync($"{repository}:{tag}", async () =>
            {
                found.Add(await images.ReadAsync(repository, tag, tags, limit.Token));
                limit.CancelAfter(Limit);
            }));
    }

    private static bool IsSignature(string tag) =>
        tag.StartsWith("sha256-", StringComparison.Ordinal) && tag.EndsWith(".sig", StringComparison.Ordinal);

    private async Task<FoundImages> WithinLimitAsync(
        Func<FoundImages, CancellationTokenSource, Task> list, SortOrder order, CancellationToken stop)
    {
        var found = new FoundImages(order);
        using var limit = new CancellationTokenSource(Limit, time);
        await using var stopped = stop.Register(limit.Cancel);
        try
        {
            await list(found, limit);
            return found;
        }
        catch (OperationCanceledException cause) when (!stop.IsCancellationRequested)
        {
            throw new CommandException("query timed out while waiting for results", cause);
        }
    }
}
