using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The software bills of materials of images: the section <c>extensions.search.cve.trivy.sbom</c>.</summary>
public sealed record SbomOptions : ISection<SbomOptions>
{
    private const string Spdx = "spdx-json";

    /// <summary>Indicates whether SBOMs are generated. Default: false.</summary>
    public bool Enable { get; init; }

    /// <summary>The format: <c>spdx-json</c> or <c>cyclonedx</c>. Default: spdx-json.</summary>
    public string Format { get; init; } = Spdx;

    static SbomOptions ISection<SbomOptions>.Read(Section section)
    {
        var defaults = new SbomOptions();
        var format = section.Text(defaults.Format);
        if (format is not (Spdx or "cyclonedx"))
        {
            section.Warn("format", $"is '{format}', which is neither {Spdx} nor cyclonedx; {Spdx} is used");
            format = section.SetEffective("format", Spdx);
        }

        return new SbomOptions
        {
            Enable = section.Flag(defaults.Enable),
            Format = format,
        };
    }
}
