using Zot.Registry;

namespace Zot.Storage;

/// <summary>Adds up what lies in a repository.</summary>
internal sealed class RepositoryMeasure(StoreContext store)
{
    /// <summary>The bytes of its blobs and its index; unfinished uploads are not counted, nor repositories below it.</summary>
    /// <remarks>Looks at files only, so that measuring all repositories does not bring all of them into memory.</remarks>
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

    private async ValueTask<long> MeasureAsync(RepositoryName name, DigestAlgorithm algorithm, CancellationToken cancellationToken)
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
