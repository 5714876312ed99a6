using Zot.Registry;

namespace Zot.Storage.Collection;

/// <summary>Whoever brings content, says that it is there, or takes it away, does so alone: by repository and digest.</summary>
/// <remarks>A few locks for all of them: two that share one wait for each other now and then, which does no harm.</remarks>
internal sealed class DigestLocks : IDisposable
{
    private const int Count = 64;

    private readonly AsyncLock[] _locks = [.. Enumerable.Range(0, Count).Select(static _ => new AsyncLock())];

    internal ValueTask<AsyncLock.Turn> EnterAsync(RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        _locks[(uint)HashCode.Combine(repository, digest) % Count].EnterAsync(cancellationToken);

    public void Dispose()
    {
        foreach (var one in _locks)
        {
            one.Dispose();
        }
    }
}
