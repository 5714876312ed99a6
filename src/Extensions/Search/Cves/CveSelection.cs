#if EXT_SEARCH
using GraphQL;
using Zot.Extensions.Search.Queries;
using Zot.Hosting.Vulnerabilities;
using Zot.Metadata.Queries;

namespace Zot.Extensions.Search.Cves;

/// <summary>Selects, orders and pages vulnerabilities by the arguments of a query.</summary>
internal sealed class CveSelection
{
    private const int MaxPage = 4096;

    private readonly string _searched;
    private readonly string _excluded;
    private readonly string _severity;
    private readonly bool _isByName;
    private readonly bool _isDescending;
    private readonly PageRequest _page;

    /// <summary>Reads and checks the arguments.</summary>
    /// <exception cref="ExecutionError">One of them is invalid.</exception>
    public CveSelection(IResolveFieldContext context)
    {
        (_searched, _excluded, _severity) = (
            context.Text("searchedCVE"), context.Text("excludedCVE"), context.Text("severity"));
        var order = context.SortCriterion();
        (_isByName, _isDescending) = order switch
        {
            null or "SEVERITY" => (false, false),
            "ALPHABETIC_ASC" => (true, false),
            "ALPHABETIC_DSC" => (true, true),
            _ => throw Arguments.UnsupportedOrder("CVEs", order),
        };
        _page = context.Page();
        if (context.Numbers().Limit > MaxPage)
        {
            throw new ExecutionError("pagination limit has excessive value");
        }
    }

    /// <summary>Returns those that are selected.</summary>
    public IReadOnlyList<Cve> Select(IReadOnlyList<Cve> cves) =>
    [
        .. cves.Where(cve =>
            (_severity.Length == 0 || SeverityOf(_severity) == cve.Severity)
            && (_searched.Length == 0 || Contains(cve, _searched))
            && (_excluded.Length == 0 || !Contains(cve, _excluded))),
    ];

    /// <summary>Returns a page of a list.</summary>
    /// <exception cref="ExecutionError">It has too many items.</exception>
    public CveListSource List(IReadOnlyList<Cve> cves, CveSummary summary)
    {
        var sorted = _isByName ? cves.OrderBy(static cve => cve.Id, StringComparer.Ordinal)
            : cves.OrderByDescending(static cve => cve.Severity).ThenBy(static cve => cve.Id, StringComparer.Ordinal);
        var ordered = _isDescending ? sorted.Reverse() : sorted;
        var page = new MetadataPage<Cve>([.. ordered.Skip(_page.Offset).Take(_page.Count)], cves.Count);
        PageSource.Check(page);
        return new CveListSource(page.Items, summary, new PageSource(page.Total, page.Items.Count));
    }

    private static CveSeverity SeverityOf(string word) =>
        Enum.GetValues<CveSeverity>().FirstOrDefault(severity =>
            string.Equals(CveSummary.WordOf(severity), word, StringComparison.OrdinalIgnoreCase));

    private static bool Contains(Cve cve, string text) =>
        TextsOf(cve).Any(field => field.Contains(text, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> TextsOf(Cve cve) =>
    [
        cve.Id, cve.Title, CveSummary.WordOf(cve.Severity), cve.Reference, cve.Description,
        .. cve.Packages.SelectMany(static package =>
            (string[])[package.Name, package.Path, package.InstalledVersion, package.FixedVersion]),
    ];
}
#endif
