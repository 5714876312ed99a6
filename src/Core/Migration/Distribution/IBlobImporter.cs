using Zot.Registry;

namespace Zot.Migration.Distribution;

/// <summary>Imports blobs into the repositories of a store, or determines what would be imported.</summary>
internal interface IBlobImporter
{
    /// <summary>Ensures that a repository has a blob.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="blob">The blob, as a manifest describes it.</param>
    /// <param name="isKept">
    /// True if a manifest of the target already references the blob, so that it was verified before.
    /// </param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MigrationFaultException">The blob is missing or damaged.</exception>
    ValueTask<BlobArrival> ImportAsync(
        RepositoryName repository, Descriptor blob, bool isKept, CancellationToken cancellationToken);
}
