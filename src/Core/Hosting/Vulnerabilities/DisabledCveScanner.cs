using Zot.Registry;

namespace Zot.Hosting.Vulnerabilities;

/// <summary>Rejects all scans: for builds and configurations without a scanner.</summary>
public sealed class DisabledCveScanner : ICveScanner
{
    /// <summary>The error of each query of vulnerabilities.</summary>
    public const string Disabled = "cve search is disabled";

    /// <inheritdoc/>
    public bool IsEnabled => false;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Cve>> ScanAsync(
        RepositoryName repository, Digest manifest, CancellationToken cancellationToken) =>
        throw new CveScanException(Disabled);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Cve>?> FindAsync(
        RepositoryName repository, Digest manifest, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Cve>?>(null);
}
