namespace Zot.Configuration;

/// <summary>The pages for a browser: the section <c>extensions.ui</c>.</summary>
public sealed record UiOptions : ISection<UiOptions>
{
    /// <summary>Whether it is on; it needs <see cref="ExtensionsOptions.Search"/>. Default: true.</summary>
    public bool Enable { get; init; } = true;

    static UiOptions ISection<UiOptions>.Read(Section section)
    {
        var defaults = new UiOptions();
        return new UiOptions { Enable = section.Flag(defaults.Enable) };
    }
}
