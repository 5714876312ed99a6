namespace Zot.Configuration;

/// <summary>Where vulnerabilities are looked up: the section <c>extensions.search.cve.trivy</c>.</summary>
public sealed record TrivyOptions : ISection<TrivyOptions>
{
    /// <summary>The image with the database. Default: ghcr.io/aquasecurity/trivy-db.</summary>
    public string DbRepository { get; init; } = "ghcr.io/aquasecurity/trivy-db";

    /// <summary>The image with the database of Java archives. Default: ghcr.io/aquasecurity/trivy-java-db.</summary>
    public string JavaDbRepository { get; init; } = "ghcr.io/aquasecurity/trivy-java-db";

    /// <summary>Whose severity counts, in order. Default: auto.</summary>
    public IReadOnlyList<string> VulnSeveritySources { get; init; } = ["auto"];

    /// <summary>A list of what each image is made of, made with each search. Default: off.</summary>
    public SbomOptions? Sbom { get; init; }

    /// <summary>A file that names what is not to be reported. Default: none.</summary>
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
