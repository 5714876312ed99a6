using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Zot.Registry;
using Zot.Storage.Content;
using Zot.Storage.Indexing;

namespace Zot.Storage.Graph;

/// <summary>Reads manifests into graphs.</summary>
internal sealed partial class GraphBuilder(StoreContext store, VerifiedContent content)
{
    private readonly ILogger _logger = store.Loggers.CreateLogger<GraphBuilder>();

    /// <summary>Canceled when the store is closed.</summary>
    internal CancellationToken Stopping => store.Stopping;

    /// <summary>Updates a graph to the manifests of an index. Reads those that are not in the graph yet.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="index">Its index.</param>
    /// <param name="readers">The number of manifests to read in parallel.</param>
    /// <param name="cancellationToken">Cancels the update.</param>
    /// <remarks>A manifest that is missing, damaged, or invalid is left out, and logged.</remarks>
    internal async Task BringUpToDateAsync(
        ManifestGraph graph,
        RepositoryName repository,
        RepositoryIndex index,
        int readers,
        CancellationToken cancellationToken)
    {
        foreach (var gone in graph.Manifests.Where(manifest => !index.Manifests.ContainsKey(manifest)))
        {
            graph.Remove(gone);
        }

        var missing = index.Manifests.Values.Where(manifest => !graph.Contains(manifest.Descriptor.Digest)).ToList();
        ConcurrentBag<(long Order, ManifestNode Node)> nodes = [];
        await Parallel.ForEachAsync(
            missing,
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = readers },
            async (manifest, stop) =>
            {
                if (await ReadAsync(repository, manifest.Descriptor, stop) is { } node)
                {
                    nodes.Add((manifest.Order, node));
                }
            });
        foreach (var (_, node) in nodes.OrderBy(static found => found.Order))
        {
            graph.Add(node);
        }
    }

    private async ValueTask<ManifestNode?> ReadAsync(
        RepositoryName repository, Descriptor descriptor, CancellationToken cancellationToken)
    {
        if (!MediaTypes.IsManifest(descriptor.MediaType))
        {
            return null;
        }

        try
        {
            if (await content.ReadAsync(repository, descriptor.Digest, cancellationToken) is { } bytes)
            {
                return ManifestNode.Of(
                    descriptor with { Size = bytes.Length }, Manifest.Parse(descriptor.MediaType, bytes));
            }

            LogAbsent(descriptor.Digest.ToString(), repository.ToString());
        }
        catch (RegistryException refusal)
        {
            LogUnreadable(refusal.Message, descriptor.Digest.ToString(), repository.ToString());
        }

        return null;
    }

    [LoggerMessage(4004, LogLevel.Warning,
        "manifest is in index.json, but its content is missing: {Digest} in {Repository}")]
    private partial void LogAbsent(string digest, string repository);

    [LoggerMessage(4005, LogLevel.Warning, "failed to read manifest ({Reason}): {Digest} in {Repository}")]
    private partial void LogUnreadable(string reason, string digest, string repository);
}
