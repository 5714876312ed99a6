using Zot.Registry;
using Zot.Storage;

namespace Zot.Migration.Distribution;

/// <summary>Determines which blobs would be imported, without reading them.</summary>
/// <param name="source">The source directory.</param>
/// <param name="store">The target store; <see langword="null"/> if it does not exist yet.</param>
internal sealed class BlobForecast(DistributionDirectory source, Store? store) : IBlobImporter
{
    private readonly HashSet<Digest> _read = [];
    private readonly HashSet<Digest> _here = [];
    private RepositoryName _repository;

    public async ValueTask<BlobArrival> ImportAsync(
        RepositoryName repository, Descriptor blob, bool isKept, CancellationToken cancellationToken)
    {
        if (repository != _repository)
        {
            _repository = repository;
            _here.Clear();
        }

        if (store is not null
            && await store.Driver.StatAsync(ImageLayout.Blob(repository, blob.Digest), cancellationToken) is { } here
            && here.Length == blob.Size)
        {
            return BlobArrival.None;
        }

        source.FileOf(blob);
        return _here.Add(blob.Digest)
            ? new BlobArrival(IsNew: true, _read.Add(blob.Digest) ? blob.Size : 0)
            : BlobArrival.None;
    }
}
