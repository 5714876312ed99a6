using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The verification of signatures: the section <c>extensions.trust</c>.</summary>
public sealed record TrustOptions : ISection<TrustOptions>
{
    /// <summary>Indicates whether the extension is enabled. Default: true.</summary>
    public bool Enable { get; init; } = true;

    /// <summary>
    /// Indicates whether Cosign keys can be uploaded and Cosign signatures are verified. Default: false.
    /// </summary>
    public bool Cosign { get; init; }

    /// <summary>
    /// Indicates whether Notation certificates can be uploaded and Notation signatures are verified. Default: false.
    /// </summary>
    public bool Notation { get; init; }

    static TrustOptions ISection<TrustOptions>.Read(Section section)
    {
        var defaults = new TrustOptions();
        return new TrustOptions
        {
            Enable = section.Flag(defaults.Enable),
            Cosign = section.Flag(defaults.Cosign),
            Notation = section.Flag(defaults.Notation),
        };
    }
}
