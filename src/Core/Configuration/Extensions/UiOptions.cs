using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The web interface: the section <c>extensions.ui</c>.</summary>
public sealed record UiOptions : ISection<UiOptions>
{
    /// <summary>
    /// Indicates whether the extension is enabled; requires <see cref="ExtensionsOptions.Search"/>. Default: true.
    /// </summary>
    public bool Enable { get; init; } = true;

    static UiOptions ISection<UiOptions>.Read(Section section)
    {
        var defaults = new UiOptions();
        return new UiOptions { Enable = section.Flag(defaults.Enable) };
    }
}
