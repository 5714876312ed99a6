using Zot.Storage.Repositories;

namespace Zot.Storage.Graph;

/// <summary>The manifest graph of one repository: built on first use, and kept up to date from then on.</summary>
internal sealed class RepositoryGraph(Repository repository, GraphBuilder builder)
{
    // With more manifests, a pull does not wait for the graph.
    private const int QuicklyBuilt = 1000;

    private readonly Lock _lock = new();
    private volatile ManifestGraph? _graph;
    private Task<ManifestGraph>? _building;

    /// <summary>
    /// The graph, if it is built. Consistent with the index while the repository's write lock is held.
    /// </summary>
    internal ManifestGraph? Current => _graph;

    /// <summary>
    /// Returns the graph, built if necessary. Must not be called with the write lock held: building acquires it.
    /// </summary>
    internal async ValueTask<ManifestGraph> GetAsync(CancellationToken cancellationToken) =>
        _graph ?? await Build(Environment.ProcessorCount).WaitAsync(cancellationToken);

    /// <summary>Returns the graph for background work: building leaves the other processors to clients.</summary>
    internal async ValueTask<ManifestGraph> GetInBackgroundAsync(CancellationToken cancellationToken) =>
        _graph ?? await Build(readers: 1).WaitAsync(cancellationToken);

    /// <summary>Returns the graph if it can be built quickly; otherwise starts building it.</summary>
    internal async ValueTask<ManifestGraph?> GetQuicklyAsync(CancellationToken cancellationToken)
    {
        if (_graph is { } graph)
        {
            return graph;
        }

        var building = Build(Environment.ProcessorCount);
        if (repository.Index.Manifests.Count > QuicklyBuilt)
        {
            return null;
        }

        try
        {
            return await building.WaitAsync(cancellationToken);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // One unreadable manifest must not hide the blobs of all others.
            return null;
        }
    }

    /// <summary>Discards the graph because the index was reloaded. Requires the write lock.</summary>
    internal void Forget() => _graph = null;

    private Task<ManifestGraph> Build(int readers)
    {
        lock (_lock)
        {
            return _building ??= Task.Run(() => BuildAsync(readers));
        }
    }

    private async Task<ManifestGraph> BuildAsync(int readers)
    {
        try
        {
            var graph = new ManifestGraph();

            // Most manifests are read before the lock is acquired, later changes under the lock.
            await builder.BringUpToDateAsync(graph, repository.Name, repository.Index, readers, builder.Stopping);
            if (await repository.BeginWriteAsync(builder.Stopping) is { } turn)
            {
                using (turn)
                {
                    await builder.BringUpToDateAsync(
                        graph, repository.Name, repository.Index, readers, builder.Stopping);
                    _graph = graph;
                }
            }

            return graph;
        }
        finally
        {
            EndBuild();
        }
    }

    // A separate method: in the published binary, a lock taken in the finally of an async method is not released.
    private void EndBuild()
    {
        lock (_lock)
        {
            _building = null;
        }
    }
}
