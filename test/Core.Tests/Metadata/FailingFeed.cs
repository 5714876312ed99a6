using Zot.Registry;

namespace Zot.Core.Tests.Metadata;

/// <summary>A feed that cannot list one repository.</summary>
internal sealed class FailingFeed(IContentFeed inner, RepositoryName failing, Exception failure) : IContentFeed
{
    public void Subscribe(FeedHandler<ContentChange> handler) => inner.Subscribe(handler);

    public IAsyncEnumerable<RepositoryVersion> ListVersionsAsync(CancellationToken cancellationToken) => inner.ListVersionsAsync(cancellationToken);

    public ValueTask<IRepositoryListing?> ListAsync(RepositoryName repository, CancellationToken cancellationToken) =>
        repository == failing ? throw failure : inner.ListAsync(repository, cancellationToken);
}
