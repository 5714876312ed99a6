using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>An obsolete section, which is read but has no effect.</summary>
public sealed record ObsoleteOptions : ISection<ObsoleteOptions>
{
    /// <summary>No effect.</summary>
    public bool Enable { get; init; }

    static ObsoleteOptions ISection<ObsoleteOptions>.Read(Section section)
    {
        var defaults = new ObsoleteOptions();
        return new ObsoleteOptions { Enable = section.Flag(defaults.Enable) };
    }
}
