using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The search index: the section <c>extensions.search</c>.</summary>
public sealed record SearchOptions : ISection<SearchOptions>
{
    /// <summary>Indicates whether the extension is enabled. Default: true.</summary>
    public bool Enable { get; init; } = true;

    /// <summary>The vulnerability scanner; not supported with a storage driver. Default: disabled.</summary>
    public CveOptions? Cve { get; init; }

    static SearchOptions ISection<SearchOptions>.Read(Section section)
    {
        var defaults = new SearchOptions();
        return new SearchOptions
        {
            Enable = section.Flag(defaults.Enable),
            Cve = section.Group(defaults.Cve),
        };
    }
}
