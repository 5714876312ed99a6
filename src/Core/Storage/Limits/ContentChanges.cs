using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>Where a store tells what becomes of its content. As long as nobody listens, it costs a comparison.</summary>
internal sealed class ContentChanges
{
    private volatile IContentListener? _listener;
    private volatile Action<RepositoryName>? _removed;
    private volatile Action<RepositoryName>? _arrived;

    /// <summary>Whether anybody listens.</summary>
    internal bool IsHeard => _listener is not null;

    /// <summary>Has somebody listen.</summary>
    internal void Listen(IContentListener listener) => _listener = listener;

    /// <summary>Has somebody told of each repository that was removed, before another one of that name is made.</summary>
    internal void ListenForRemovals(Action<RepositoryName> removed) => _removed += removed;

    /// <summary>Subscribes to content that arrives in a repository.</summary>
    internal void ListenForArrivals(Action<RepositoryName> arrived) => _arrived += arrived;

    /// <summary>Tells that a repository was removed.</summary>
    internal void TellRemoved(RepositoryName repository) => _removed?.Invoke(repository);

    /// <inheritdoc cref="IContentListener.Change"/>
    internal void Tell(RepositoryName repository, Digest digest, long before, long after)
    {
        _listener?.Change(repository, digest, before, after);
        if (after > 0)
        {
            _arrived?.Invoke(repository);
        }
    }
}
