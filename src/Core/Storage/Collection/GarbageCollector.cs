using Microsoft.Extensions.Logging;
using Zot.Registry;
using Zot.Storage.Blobs;
using Zot.Storage.Content;
using Zot.Storage.Graph;
using Zot.Storage.Indexing;
using Zot.Storage.Locking;
using Zot.Storage.Repositories;
using Zot.Storage.Retention;
using Zot.Storage.Uploads;

namespace Zot.Storage.Collection;

/// <summary>Removes unreferenced content from one repository while clients push to it and pull from it.</summary>
/// <remarks>
/// Content that is referenced, or younger than the rules allow, is never removed; both are checked again right before
/// the removal, under the locks of the repository and of the digest. If a manifest of the index cannot be read, its
/// references are unknown, and no blobs are removed.
/// </remarks>
internal sealed partial class GarbageCollector(
    StoreContext store,
    RepositoryMap repositories,
    VerifiedContent content,
    BlobStore blobs,
    UploadStore uploads,
    AsyncLocks<(RepositoryName, Digest)> locks)
{
    private readonly ILogger _logger = store.Loggers.CreateLogger<GarbageCollector>();
    private readonly ManifestSweep _manifests = new(store, locks);
    private readonly EmptyRepository _empty = new(store, repositories);
    private readonly UnreferencedBlobs _unneeded = new(store, content, blobs, locks);

    /// <summary>Collects a repository; <see langword="null"/> if it does not exist.</summary>
    internal async Task<Collected?> CollectAsync(
        RepositoryName name,
        CollectionRules rules,
        IRepositoryStatistics statistics,
        CancellationToken cancellationToken)
    {
        // Rules on the times of pulls and pushes may expire content at any time, so such a repository never settles.
        var sweep = rules.IsDryRun || rules.NeedStatistics
            ? null
            : await store.Settled.BeginAsync(name, rules, cancellationToken);
        using var visit = await repositories.VisitAsync(name, cancellationToken);
        return visit is { Repository: var repository }
            ? await CollectAsync(
                repository, rules, new RetentionFactsReader(store, statistics), sweep, cancellationToken)
            : null;
    }

    /// <summary>
    /// Returns whether a sweep can be skipped: the last one found nothing, and nothing has changed since.
    /// </summary>
    internal ValueTask<bool> IsSettledAsync(
        RepositoryName name, CollectionRules rules, CancellationToken cancellationToken) =>
        store.Settled.ContainsAsync(name, rules, cancellationToken);

    /// <summary>Logs the number of repositories that a sweep skipped as settled.</summary>
    internal void ReportSettled(int count) => LogSettled(count);

    private async Task<Collected> CollectAsync(
        Repository repository,
        CollectionRules rules,
        RetentionFactsReader evidence,
        SettledRepositories.Sweep? sweep,
        CancellationToken cancellationToken)
    {
        var (name, judged) = (repository.Name, repository.Index);
        LogStarting(name.ToString());
        var facts =
            rules.NeedStatistics ? await evidence.ReadAsync(name, judged, cancellationToken) : RetentionFacts.None;
        var (decisions, stale, index, areSomeYoung) =
            await SweepManifestsAsync(repository, judged, rules, facts, cancellationToken);
        var fault = Unreadable(repository, await repository.Graph.GetInBackgroundAsync(cancellationToken));
        var (removed, bytes, left) =
            fault is null ? await _unneeded.RemoveAsync(repository, stale, rules, cancellationToken) : ([], 0, 0);
        var abandoned =
            await uploads.CollectAsync(name, store.Time.GetUtcNow() - rules.BlobAge, rules.IsDryRun, cancellationToken);
        if (fault is not null)
        {
            LogNotCollected(name.ToString(), fault);
        }

        LogCollected(removed.Count, name.ToString());
        LogDone(name.ToString());
        if (rules.NeedStatistics)
        {
            await evidence.ReplaceAsync(name, repository.Index, facts, cancellationToken);
        }

        var isEmptied = fault is null
            && await _empty.RemoveAsync(repository, index, stale, removed, abandoned, rules, cancellationToken);
        if (isEmptied && !rules.IsDryRun)
        {
            await evidence.ForgetAsync(name, cancellationToken);
        }

        // A repository without manifests may be about to be removed itself.
        if (sweep is not null && fault is null && !areSomeYoung && (left, removed.Count, stale.Count) == (0, 0, 0)
            && repository.Index.Manifests.Count > 0
            && (await store.Driver.ListAsync(ImageLayout.Uploads(name), cancellationToken)).Count == 0)
        {
            sweep.HasFoundNothing = true;
        }

        return new Collected(name, decisions, stale, removed, bytes, abandoned, isEmptied, fault);
    }

    // If the disk is too full to record the removal of a manifest, removals that need no record come first.
    private async ValueTask<SweptManifests> SweepManifestsAsync(
        Repository repository,
        RepositoryIndex judged,
        CollectionRules rules,
        RetentionFacts facts,
        CancellationToken cancellationToken)
    {
        try
        {
            return await _manifests.RunAsync(repository, judged, rules, facts, cancellationToken);
        }
        catch (IOException cause) when (!rules.IsDryRun && MediumFailures.IsFull(cause))
        {
            LogFull(repository.Name.ToString());
            await uploads.CollectAsync(
                repository.Name, store.Time.GetUtcNow() - rules.BlobAge, isDryRun: false, cancellationToken);
            if (Unreadable(repository, await repository.Graph.GetInBackgroundAsync(cancellationToken)) is null)
            {
                await _unneeded.RemoveAsync(repository, [], rules, cancellationToken);
            }

            return await _manifests.RunAsync(repository, repository.Index, rules, facts, cancellationToken);
        }
    }

    private static string? Unreadable(Repository repository, ManifestGraph graph) =>
        repository.Index.Manifests.Values
            .Where(manifest => MediaTypes.IsManifest(manifest.Descriptor.MediaType)
                && !graph.Contains(manifest.Descriptor.Digest))
            .Select(static manifest => $"the manifest {manifest.Descriptor.Digest} is missing or damaged, "
                + "so the blobs it references are unknown")
            .FirstOrDefault();

    [LoggerMessage(4066, LogLevel.Warning, "storage is full, collecting blobs and uploads first: {Repository}")]
    private partial void LogFull(string repository);

    [LoggerMessage(4020, LogLevel.Information, "executing gc of orphaned blobs for {Repository}")]
    private partial void LogStarting(string repository);

    [LoggerMessage(4021, LogLevel.Information, "gc successfully completed for {Repository}")]
    private partial void LogDone(string repository);

    [LoggerMessage(4022, LogLevel.Information, "garbage collected blobs: {Count} of {Repository}")]
    private partial void LogCollected(int count, string repository);

    [LoggerMessage(4025, LogLevel.Information, "skipped repositories unchanged since the last sweep: {Count}")]
    private partial void LogSettled(int count);

    [LoggerMessage(4023, LogLevel.Warning,
        "skipped blob collection until the manifest is pushed again or deleted: {Repository}, {Fault}")]
    private partial void LogNotCollected(string repository, string fault);
}
