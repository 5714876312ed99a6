using Zot.Registry;

namespace Zot.Storage.Repositories;

/// <summary>Measures the size of a repository.</summary>
internal sealed class RepositoryMeasure(StoreContext store)
{
    /// <summary>
    /// Returns the bytes of its blobs and its index, without unfinished uploads and nested repositories.
    /// </summary>
    /// <remarks>Reads file metadata only, so that measuring all repositories does not load them into memory.</remarks>
    internal async ValueTask<long?> MeasureAsync(RepositoryName name, CancellationToken cancellationToken)
    {
        if (!ImageLayout.CanHold(name)
            || await store.Driver.StatAsync(ImageLayout.Index(name), cancellationToken) is not { } index)
        {
            return null;
        }

        var sum = index.Length;
        foreach (var algorithm in DigestAlgorithm.All)
        {
            sum += await MeasureAsync(name, algorithm, cancellationToken);
        }

        return sum;
    }

    private async ValueTask<long> MeasureAsync(
        RepositoryName name, DigestAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var sum = 0L;
        foreach (var child in await store.Driver.ListAsync(ImageLayout.Blobs(name, algorithm), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!child.HasChildren
                && Digest.TryParse($"{algorithm.Name}:{child.Name}", out var digest)
                && await store.Driver.StatAsync(ImageLayout.Blob(name, digest), cancellationToken) is { } blob)
            {
                sum += blob.Length;
            }
        }

        return sum;
    }
}
