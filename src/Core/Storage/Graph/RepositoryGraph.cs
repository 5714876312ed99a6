namespace Zot.Storage.Graph;

/// <summary>The manifest graph of one repository: built when it is first needed, kept in step from then on.</summary>
internal sealed class RepositoryGraph(Repository repository, GraphBuilder builder)
{
    // With more manifests than that a pull does not wait for the graph.
    private const int QuicklyBuilt = 1000;

    private readonly Lock _lock = new();
    private volatile ManifestGraph? _graph;
    private Task<ManifestGraph>? _building;

    /// <summary>The graph, if it is built. In step with the index for who has the repository's turn.</summary>
    internal ManifestGraph? Current => _graph;

    /// <summary>The graph, built if need be. Not for who has the repository's turn: building takes it.</summary>
    internal async ValueTask<ManifestGraph> GetAsync(CancellationToken cancellationToken) =>
        _graph ?? await Build(Environment.ProcessorCount).WaitAsync(cancellationToken);

    /// <summary>The graph, for whom nobody waits: clients have the other processors meanwhile.</summary>
    internal async ValueTask<ManifestGraph> GetInBackgroundAsync(CancellationToken cancellationToken) =>
        _graph ?? await Build(readers: 1).WaitAsync(cancellationToken);

    /// <summary>The graph, if it can be had quickly; else building begins.</summary>
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
        catch (IOException)
        {
            // A manifest on a bad sector must not hide the blobs of all the others.
            return null;
        }
    }

    /// <summary>For who has the repository's turn: the index is another one now.</summary>
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

            // Most of the reading is done before the turn is taken, what has changed meanwhile within it.
            await builder.BringUpToDateAsync(graph, repository.Name, repository.Index, readers, builder.Stopping);
            if (await repository.BeginWriteAsync(builder.Stopping) is { } turn)
            {
                using (turn)
                {
                    await builder.BringUpToDateAsync(graph, repository.Name, repository.Index, readers, builder.Stopping);
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

    // Of its own: in the published binary, a lock that is taken in the finally of an asynchronous method is not left.
    private void EndBuild()
    {
        lock (_lock)
        {
            _building = null;
        }
    }
}
