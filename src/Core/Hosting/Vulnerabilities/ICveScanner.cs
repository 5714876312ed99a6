using Zot.Registry;

namespace Zot.Hosting.Vulnerabilities;

/// <summary>Finds the vulnerabilities of images.</summary>
/// <remarks>
/// A scanner only scans: access control, filters, orders and pages belong to the queries that use it. The
/// vulnerabilities of an index are those of its images, each once.
/// </remarks>
public interface ICveScanner
{
    /// <summary>
    /// Indicates whether images are scanned. If not, queries of vulnerabilities fail, and summaries are blank.
    /// </summary>
    bool IsEnabled { get; }

    /// <summary>Returns the vulnerabilities of a manifest or index, and scans it unless that was done before.</summary>
    /// <remarks>May take minutes: images of other callers may be scanned first.</remarks>
    /// <param name="repository">The repository.</param>
    /// <param name="manifest">The manifest or index.</param>
    /// <param name="cancellationToken">Canceled when the result is no longer needed.</param>
    /// <exception cref="CveScanException">It is missing, cannot be scanned, or the scan failed.</exception>
    ValueTask<IReadOnlyList<Cve>> ScanAsync(
        RepositoryName repository, Digest manifest, CancellationToken cancellationToken);

    /// <summary>Returns the vulnerabilities that an earlier scan found, without scanning.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="manifest">The manifest or index.</param>
    /// <param name="cancellationToken">Canceled when the result is no longer needed.</param>
    /// <returns><see langword="null"/> if it was not scanned yet.</returns>
    /// <exception cref="CveScanException">It cannot be scanned.</exception>
    ValueTask<IReadOnlyList<Cve>?> FindAsync(
        RepositoryName repository, Digest manifest, CancellationToken cancellationToken);
}
