namespace Zot.Configuration;

/// <summary>The index that is searched: the section <c>extensions.search</c>.</summary>
public sealed record SearchOptions : ISection<SearchOptions>
{
    /// <summary>Whether it is on. Default: true.</summary>
    public bool Enable { get; init; } = true;

    /// <summary>The search for vulnerabilities; not with a storage driver. Default: off.</summary>
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
