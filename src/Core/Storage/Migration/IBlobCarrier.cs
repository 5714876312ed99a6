using Zot.Registry;

namespace Zot.Storage.Migration;

/// <summary>Brings blobs into the repositories of a store, or says what would be brought.</summary>
internal interface IBlobCarrier
{
    /// <summary>Sees to it that a repository has a blob.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="blob">The blob, as a manifest describes it.</param>
    /// <param name="isKept">Whether a manifest of the target needs it already, so that it was whole once.</param>
    /// <param name="cancellationToken">The caller.</param>
    /// <exception cref="MigrationFaultException">It is absent or damaged.</exception>
    ValueTask<BlobArrival> BringAsync(RepositoryName repository, Descriptor blob, bool isKept, CancellationToken cancellationToken);
}
