namespace Zot.Configuration;

/// <summary>The verification of signatures: the section <c>extensions.trust</c>.</summary>
public sealed record TrustOptions : ISection<TrustOptions>
{
    /// <summary>Whether it is on. Default: true.</summary>
    public bool Enable { get; init; } = true;

    /// <summary>Whether Cosign's keys can be given and its signatures are verified. Default: false.</summary>
    public bool Cosign { get; init; }

    /// <summary>Whether Notation's certificates can be given and its signatures are verified. Default: false.</summary>
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
