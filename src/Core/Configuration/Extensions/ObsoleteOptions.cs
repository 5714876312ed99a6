namespace Zot.Configuration;

/// <summary>A section that is read and has no effect any more.</summary>
public sealed record ObsoleteOptions : ISection<ObsoleteOptions>
{
    /// <summary>Without effect.</summary>
    public bool Enable { get; init; }

    static ObsoleteOptions ISection<ObsoleteOptions>.Read(Section section)
    {
        var defaults = new ObsoleteOptions();
        return new ObsoleteOptions { Enable = section.Flag(defaults.Enable) };
    }
}
