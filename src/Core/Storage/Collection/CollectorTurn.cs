using Zot.Storage.Graph;

namespace Zot.Storage.Collection;

/// <summary>The collector's turns to change a repository.</summary>
internal static class CollectorTurn
{
    /// <summary>How many removals one turn may have: others who change the repository wait for no more.</summary>
    internal const int Removals = 8;

    /// <summary>Takes the turn, with a graph that is in step with the index; <see langword="null"/> when the repository is gone.</summary>
    internal static async ValueTask<(RepositoryWrite Turn, ManifestGraph Graph)?> EnterAsync(
        Repository repository, CancellationToken cancellationToken)
    {
        while (true)
        {
            await repository.Graph.GetInBackgroundAsync(cancellationToken);
            if (await repository.BeginWriteAsync(cancellationToken) is not { } turn)
            {
                return null;
            }

            if (repository.Graph.Current is { } graph)
            {
                return (turn, graph);
            }

            turn.Dispose();
        }
    }
}
