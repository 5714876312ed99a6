using Zot.Storage.Graph;
using Zot.Storage.Repositories;

namespace Zot.Storage.Collection;

/// <summary>Acquires the write lock of a repository for the collector.</summary>
internal static class CollectorLock
{
    /// <summary>The maximum number of removals under one lock, which bounds how long other writers wait.</summary>
    internal const int Removals = 8;

    /// <summary>
    /// Acquires the lock, with a graph that matches the index; <see langword="null"/> if the repository no longer
    /// exists.
    /// </summary>
    internal static async ValueTask<(RepositoryWrite Turn, ManifestGraph Graph)?> EnterAsync(
        Repository repository, CancellationToken cancellationToken)
    {
        while (true)
        {
            await repository.Graph.GetInBackgroundAsync(cancellationToken);
            if (await repository.BeginWriteAsync(cancellationToken, isSweep: true) is not { } turn)
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
