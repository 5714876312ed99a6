#if EXT_SEARCH
using Zot.Hosting.Vulnerabilities;

namespace Zot.Extensions.Search.Cves;

/// <summary>The numbers of vulnerabilities in a response.</summary>
/// <param name="MaxSeverity">
/// The highest severity; <c>NONE</c> without vulnerabilities, and empty without a scan.
/// </param>
/// <param name="Count">Their number.</param>
internal sealed record CveSummary(string MaxSeverity, int Count)
{
    private IReadOnlyDictionary<CveSeverity, int> Counts { get; init; } = new Dictionary<CveSeverity, int>();

    /// <summary>The summary of an image that was not scanned.</summary>
    public static CveSummary Blank { get; } = new("", 0);

    /// <summary>Counts vulnerabilities.</summary>
    public static CveSummary Of(IReadOnlyList<Cve> cves) =>
        new(cves.Count == 0 ? "NONE" : WordOf(cves.Max(static cve => cve.Severity)), cves.Count)
        {
            Counts = cves.CountBy(static cve => cve.Severity).ToDictionary(),
        };

    /// <summary>Returns the word for a severity.</summary>
    public static string WordOf(CveSeverity severity) => severity switch
    {
        CveSeverity.Low => "LOW",
        CveSeverity.Medium => "MEDIUM",
        CveSeverity.High => "HIGH",
        CveSeverity.Critical => "CRITICAL",
        _ => "UNKNOWN",
    };

    /// <summary>Returns the number of vulnerabilities of a severity.</summary>
    public int CountOf(CveSeverity severity) => Counts.GetValueOrDefault(severity);
}
#endif
