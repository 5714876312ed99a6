namespace Zot.Configuration;

/// <summary>The processes that share the work, each repository being one's own: the section <c>cluster</c>.</summary>
public sealed record ClusterOptions : ISection<ClusterOptions>
{
    private const int HashKeyLength = 16;

    /// <summary>All members, this one included, as <c>host:port</c>; the same list in the same order at each. Required.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>What repositories are spread with: 16 characters, the same at each member. Required. A secret.</summary>
    public string HashKey { get; init; } = "";

    /// <summary>How the other members are called. Default: over plain HTTP.</summary>
    public TlsOptions? Tls { get; init; }

    static ClusterOptions ISection<ClusterOptions>.Read(Section section)
    {
        var defaults = new ClusterOptions();
        return new ClusterOptions
        {
            Members = section.Texts(defaults.Members),
            HashKey = section.Secret(defaults.HashKey),
            Tls = section.Group(defaults.Tls),
        };
    }

    void ISection<ClusterOptions>.Check(SectionRules rules)
    {
        rules.Check(Members.Count > 0, Members, "must name at least one member", "cannot have 0 members in a scale out cluster");
        if (HashKey.Length != HashKeyLength)
        {
            rules.Fault(
                nameof(HashKey), $"has {HashKey.Length} characters, but must have {HashKeyLength}",
                "hashKey for scale out cluster must have 16 characters");
        }
    }
}
