#if EXT_SEARCH
using Zot.Registry;

namespace Zot.Extensions.Tests.Search;

/// <summary>Counts the blobs that are being opened at the same time. Each is opened when others had a chance to begin.</summary>
internal sealed class OpenBlobCounter(IRegistry inner) : DelegatingRegistry(inner)
{
    private int _open;

    /// <summary>The greatest number so far.</summary>
    public int Most { get; private set; }

    public override async ValueTask<BlobContent?> OpenBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken)
    {
        Most = Math.Max(Most, Interlocked.Increment(ref _open));
        await Task.Yield();
        try
        {
            return await Inner.OpenBlobAsync(repository, digest, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
#endif
