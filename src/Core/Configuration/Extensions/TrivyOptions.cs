using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The source of vulnerability data: the section <c>extensions.search.cve.trivy</c>.</summary>
public sealed record TrivyOptions : ISection<TrivyOptions>
{
    /// <summary>The image of the vulnerability database. Default: ghcr.io/aquasecurity/trivy-db.</summary>
    public string DbRepository { get; init; } = "ghcr.io/aquasecurity/trivy-db";

    /// <summary>The image of the database of Java archives. Default: ghcr.io/aquasecurity/trivy-java-db.</summary>
    public string JavaDbRepository { get; init; } = "ghcr.io/aquasecurity/trivy-java-db";

    /// <summary>The sources of severities, in order of precedence. Default: auto.</summary>
    public IReadOnlyList<string> VulnSeveritySources { get; init; } = ["auto"];

    /// <summary>The software bill of materials of each image, generated with each scan. Default: disabled.</summary>
    public SbomOptions? Sbom { get; init; }

    /// <summary>A file that lists the findings not to report. Default: none.</summary>
    public string? IgnoreFile { get; init; }

    static TrivyOptions ISection<TrivyOptions>.Read(Section section)
    {
        var defaults = new TrivyOptions();
        return new TrivyOptions
        {
            DbRepository = section.Text(defaults.DbRepository),
            JavaDbRepository = section.Text(defaults.JavaDbRepository, "javaDBRepository"),
            VulnSeveritySources = section.Texts(defaults.VulnSeveritySources),
            Sbom = section.Group(defaults.Sbom),
            IgnoreFile = section.Text(defaults.IgnoreFile),
        };
    }
}
