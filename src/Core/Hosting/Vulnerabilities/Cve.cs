namespace Zot.Hosting.Vulnerabilities;

/// <summary>A vulnerability of an image.</summary>
/// <param name="Id">The identifier, such as <c>CVE-2024-3094</c> or <c>GHSA-…</c>.</param>
/// <param name="Severity">The severity.</param>
public sealed record Cve(string Id, CveSeverity Severity)
{
    /// <summary>The title; may be empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>The description; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The address of a page about it; may be empty.</summary>
    public string Reference { get; init; } = "";

    /// <summary>The packages of the image that have it.</summary>
    public IReadOnlyList<CvePackage> Packages { get; init; } = [];
}
