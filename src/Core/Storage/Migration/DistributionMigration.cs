using System.Runtime.CompilerServices;
using Zot.Registry;

namespace Zot.Storage.Migration;

/// <summary>Brings all images of a storage directory of the distribution registry into ours: <c>zot migrate</c>.</summary>
/// <remarks>
/// Can be interrupted at any moment and run again: what is in the target already is not done again. The source is only read;
/// blobs that are linked are files of both from then on.
/// </remarks>
public sealed class DistributionMigration
{
    private readonly DistributionDirectory _source;

    private DistributionMigration(DistributionDirectory source) => _source = source;

    /// <summary>Opens the source; <see langword="null"/> when the directory has not the layout of the distribution registry.</summary>
    public static DistributionMigration? Open(string directory) =>
        DistributionDirectory.Open(directory) is { } source ? new DistributionMigration(source) : null;

    /// <summary>Migrates every repository.</summary>
    /// <param name="target">Where to, with no registry running on it; <see langword="null"/> in a dry run, when it is not there yet.</param>
    /// <param name="options">How.</param>
    /// <param name="advance">Is told how many bytes of blobs have been read, as they are.</param>
    /// <param name="cancellationToken">Ends it; what is done stays done.</param>
    /// <returns>What was done for each, as it is done.</returns>
    /// <exception cref="IOException">The target cannot be written to.</exception>
    public async IAsyncEnumerable<MigratedRepository> RunAsync(
        ContentStore? target,
        MigrationOptions options,
        Action<long> advance,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        Dictionary<Store, IBlobCarrier> carriers = [];
        var forecast = new BlobForecast(_source, store: null);
        foreach (var (name, fault) in _source.Repositories())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (fault is not null)
            {
                yield return new MigratedRepository(name) { Faults = [$"{(name.Length == 0 ? "repositories" : name)}: {fault}"] };
                continue;
            }

            if (!RepositoryName.TryParse(name, out var repository) || !ImageLayout.CanHold(repository))
            {
                yield return new MigratedRepository(name) { Faults = [$"{name}: a repository cannot have this name"] };
                continue;
            }

            var store = target?.StoreOf(repository);
            var blobs = store is null ? forecast : CarrierOf(store);
            yield return await new RepositoryMigration(repository, _source, store, blobs, options).RunAsync(cancellationToken);
        }

        IBlobCarrier CarrierOf(Store store)
        {
            if (!carriers.TryGetValue(store, out var carrier))
            {
                carrier = options.IsDryRun ? new BlobForecast(_source, store) : new BlobCarrier(_source, store, options.Copies, advance);
                carriers.Add(store, carrier);
            }

            return carrier;
        }
    }
}
