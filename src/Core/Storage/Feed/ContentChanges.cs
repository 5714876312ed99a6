using Zot.Registry;

namespace Zot.Storage.Feed;

/// <summary>Notifies of changes to the content of a store. Without a listener, it costs a comparison.</summary>
internal sealed class ContentChanges
{
    private volatile IContentListener? _listener;
    private volatile Action<RepositoryName>? _removed;
    private volatile Action<RepositoryName>? _arrived;

    /// <summary>Indicates whether there is a listener.</summary>
    internal bool HasSubscriber => _listener is not null;

    /// <summary>Sets the listener.</summary>
    internal void Subscribe(IContentListener listener) => _listener = listener;

    /// <summary>Subscribes to removals of repositories, before another one of that name can be created.</summary>
    internal void ListenForRemovals(Action<RepositoryName> removed) => _removed += removed;

    /// <summary>Subscribes to content that arrives in a repository.</summary>
    internal void ListenForArrivals(Action<RepositoryName> arrived) => _arrived += arrived;

    /// <summary>Notifies of the removal of a repository.</summary>
    internal void TellRemoved(RepositoryName repository) => _removed?.Invoke(repository);

    /// <inheritdoc cref="IContentListener.Change"/>
    internal void Publish(RepositoryName repository, Digest digest, long before, long after)
    {
        _listener?.Change(repository, digest, before, after);
        if (after > 0)
        {
            _arrived?.Invoke(repository);
        }
    }
}
