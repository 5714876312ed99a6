using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>Where a store tells what becomes of its content. As long as nobody listens, it costs a comparison.</summary>
internal sealed class ContentChanges
{
    private volatile IContentListener? _listener;

    /// <summary>Whether anybody listens.</summary>
    internal bool IsHeard => _listener is not null;

    /// <summary>Has somebody listen.</summary>
    internal void Listen(IContentListener listener) => _listener = listener;

    /// <inheritdoc cref="IContentListener.Change"/>
    internal void Tell(RepositoryName repository, Digest digest, long before, long after) =>
        _listener?.Change(repository, digest, before, after);
}
