#if EXT_SEARCH
using GraphQL;
using Microsoft.Extensions.Logging;
using Zot.Hosting.Vulnerabilities;
using Zot.Registry;

namespace Zot.Extensions.Search.Cves;

/// <summary>The scanner, for queries: its failures are errors of a query, or of one image of many.</summary>
internal sealed partial class CveScans(ICveScanner scanner, ILogger<CveScans> logger)
{
    /// <summary>Rejects a query if there is no scanner.</summary>
    /// <exception cref="ExecutionError">There is no scanner.</exception>
    public void Require()
    {
        if (!scanner.IsEnabled)
        {
            throw new ExecutionError(DisabledCveScanner.Disabled);
        }
    }

    /// <summary>Returns the vulnerabilities of a manifest or index.</summary>
    /// <exception cref="ExecutionError">It cannot be scanned.</exception>
    public async ValueTask<IReadOnlyList<Cve>> ScanAsync(
        RepositoryName repository, Digest manifest, CancellationToken cancellationToken)
    {
        try
        {
            return await scanner.ScanAsync(repository, manifest, cancellationToken);
        }
        catch (CveScanException failure)
        {
            throw new ExecutionError(failure.Message, failure);
        }
    }

    /// <summary>
    /// Returns the vulnerabilities of one of many images; <see langword="null"/> if it cannot be scanned.
    /// </summary>
    public async ValueTask<IReadOnlyList<Cve>?> TryScanAsync(
        RepositoryName repository, Digest manifest, CancellationToken cancellationToken)
    {
        try
        {
            return await scanner.ScanAsync(repository, manifest, cancellationToken);
        }
        catch (CveScanException)
        {
            return null; // the scanner reports it
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // One image that the scanner does not expect must not hide all others.
            LogFailed(failure, manifest.ToString(), repository.ToString());
            return null;
        }
    }

    /// <summary>
    /// Returns a summary of what was found, without a scan; adds an error to the response if that cannot be.
    /// </summary>
    /// <param name="context">The field.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="manifest">The manifest or index.</param>
    /// <param name="error">The beginning of the error.</param>
    public async ValueTask<object?> SummarizeAsync(
        IResolveFieldContext context, RepositoryName repository, Digest manifest, string error)
    {
        try
        {
            return scanner.IsEnabled
                && await scanner.FindAsync(repository, manifest, context.CancellationToken) is { } found
                ? CveSummary.Of(found)
                : CveSummary.Blank;
        }
        catch (CveScanException failure)
        {
            context.Errors.Add(new ExecutionError($"{error}error: {failure.Message}") { Path = context.Path });
            return CveSummary.Blank;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // One image that the scanner does not expect must not hide all others.
            LogFailed(failure, manifest.ToString(), repository.ToString());
            context.Errors.Add(new ExecutionError($"{error}error: the scan failed") { Path = context.Path });
            return CveSummary.Blank;
        }
    }

    [LoggerMessage(6202, LogLevel.Error, "vulnerability scan failed: {Digest} in {Repository}")]
    private partial void LogFailed(Exception failure, string digest, string repository);
}
#endif
