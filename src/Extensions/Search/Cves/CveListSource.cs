#if EXT_SEARCH
using Zot.Extensions.Search.Queries;
using Zot.Hosting.Vulnerabilities;

namespace Zot.Extensions.Search.Cves;

/// <summary>A page of vulnerabilities in a response.</summary>
/// <param name="Cves">The vulnerabilities.</param>
/// <param name="Summary">The numbers of all.</param>
/// <param name="Page">The numbers of the page.</param>
internal sealed record CveListSource(IReadOnlyList<Cve> Cves, CveSummary Summary, PageSource Page)
{
    /// <summary>The reference of the image that was asked for.</summary>
    public string Tag { get; init; } = "";

    /// <summary>The images that were compared.</summary>
    public ComparedImage? Minuend { get; init; }

    /// <inheritdoc cref="Minuend"/>
    public ComparedImage? Subtrahend { get; init; }
}
#endif
