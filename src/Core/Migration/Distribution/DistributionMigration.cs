using System.Runtime.CompilerServices;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Content;

namespace Zot.Migration.Distribution;

/// <summary>Imports all images of a storage directory of the distribution registry: <c>zot migrate</c>.</summary>
/// <remarks>
/// A migration can be interrupted at any time and run again: content that the target already has is skipped. The source
/// is opened read-only; linked blobs are files of both directories from then on.
/// </remarks>
public sealed class DistributionMigration
{
    private readonly DistributionDirectory _source;

    private DistributionMigration(DistributionDirectory source) => _source = source;

    /// <summary>
    /// Opens the source; <see langword="null"/> if the directory does not have the layout of the distribution registry.
    /// </summary>
    public static DistributionMigration? Open(string directory) =>
        DistributionDirectory.Open(directory) is { } source ? new DistributionMigration(source) : null;

    /// <summary>Migrates every repository.</summary>
    /// <param name="target">
    /// The target, with no registry running on it; <see langword="null"/> in a dry run if it does not exist yet.
    /// </param>
    /// <param name="options">The options.</param>
    /// <param name="advance">Called with the number of bytes read of blobs, as they are read.</param>
    /// <param name="cancellationToken">Cancels the migration; completed work is kept.</param>
    /// <returns>The result for each repository, as it completes.</returns>
    /// <exception cref="IOException">The target cannot be written to.</exception>
    public async IAsyncEnumerable<MigratedRepository> RunAsync(
        ContentStore? target,
        MigrationOptions options,
        Action<long> advance,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        Dictionary<Store, IBlobImporter> carriers = [];
        var forecast = new BlobForecast(_source, store: null);
        foreach (var (name, fault) in _source.Repositories())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (fault is not null)
            {
                yield return new MigratedRepository(name)
                {
                    Faults = [$"{(name.Length == 0 ? "repositories" : name)}: {fault}"],
                };
                continue;
            }

            if (!RepositoryName.TryParse(name, out var repository) || !ImageLayout.CanHold(repository))
            {
                yield return new MigratedRepository(name) { Faults = [$"{name}: invalid repository name"] };
                continue;
            }

            var store = target?.StoreOf(repository);
            var blobs = store is null ? forecast : CarrierOf(store);
            yield return await new RepositoryMigration(
                repository, _source, store, blobs, options).RunAsync(cancellationToken);
        }

        IBlobImporter CarrierOf(Store store)
        {
            if (!carriers.TryGetValue(store, out var carrier))
            {
                carrier = options.IsDryRun
                    ? new BlobForecast(_source, store)
                    : new BlobCarrier(_source, store, options.Copies, advance);
                carriers.Add(store, carrier);
            }

            return carrier;
        }
    }
}
