using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>Whoever asks and then acts upon the answer does so alone, by repository.</summary>
/// <remarks>A few locks for all of them: two that share one wait for each other now and then, which does no harm.</remarks>
/// <param name="count">How many locks; one for a single turn, whatever the repository.</param>
internal sealed class RepositoryTurns(int count = RepositoryTurns.Many)
{
    private const int Many = 64;

    private readonly AsyncLock[] _locks = [.. Enumerable.Range(0, count).Select(static _ => new AsyncLock())];

    internal ValueTask<AsyncLock.Turn> EnterAsync(RepositoryName repository, CancellationToken cancellationToken) =>
        _locks[(uint)repository.GetHashCode() % (uint)count].EnterAsync(cancellationToken);
}
