#if EXT_SEARCH
using Zot.Hosting.Vulnerabilities;
using Zot.Registry;

namespace Zot.Extensions.Tests.Search;

/// <summary>A scanner that finds what a test declares.</summary>
internal sealed class FakeCveScanner : ICveScanner
{
    private readonly Dictionary<Digest, IReadOnlyList<Cve>> _found = [];
    private readonly HashSet<Digest> _scanned = [];

    public bool IsEnabled { get; set; }

    /// <summary>The manifests that cannot be scanned, with the reason.</summary>
    public Dictionary<Digest, Exception> Failures { get; } = [];

    /// <summary>The repositories whose manifests were scanned, in order.</summary>
    public List<string> Scanned { get; } = [];

    /// <summary>Enables the scanner, and declares what a manifest has.</summary>
    public void Declare(Descriptor manifest, params IReadOnlyList<Cve> cves) => (IsEnabled, _found[manifest.Digest]) = (true, cves);

    public ValueTask<IReadOnlyList<Cve>> ScanAsync(RepositoryName repository, Digest manifest, CancellationToken cancellationToken)
    {
        Check(manifest);
        Scanned.Add(repository.ToString());
        _scanned.Add(manifest);
        return ValueTask.FromResult(_found.GetValueOrDefault(manifest) ?? throw new CveScanException("it is missing"));
    }

    public ValueTask<IReadOnlyList<Cve>?> FindAsync(RepositoryName repository, Digest manifest, CancellationToken cancellationToken)
    {
        Check(manifest);
        return ValueTask.FromResult(_scanned.Contains(manifest) ? _found[manifest] : null);
    }

    private void Check(Digest manifest)
    {
        if (Failures.TryGetValue(manifest, out var failure))
        {
            throw failure;
        }
    }
}
#endif
