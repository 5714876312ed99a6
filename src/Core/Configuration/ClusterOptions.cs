using Zot.Configuration.Binding;
using Zot.Configuration.Http;

namespace Zot.Configuration;

/// <summary>
/// The members of a cluster, each of which owns a share of the repositories: the section <c>cluster</c>.
/// </summary>
public sealed record ClusterOptions : ISection<ClusterOptions>
{
    private const int HashKeyLength = 16;

    /// <summary>
    /// All members, including this one, as <c>host:port</c>; the same list in the same order on every member. Required.
    /// </summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>
    /// The key that distributes repositories over the members: 16 characters, the same on every member. Required. A
    /// secret.
    /// </summary>
    public string HashKey { get; init; } = "";

    /// <summary>The TLS settings for calls to other members. Default: plain HTTP.</summary>
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
        rules.Check(
            Members.Count > 0,
            Members,
            "must name at least one member",
            "cannot have 0 members in a scale out cluster");
        if (HashKey.Length != HashKeyLength)
        {
            rules.Fault(
                nameof(HashKey), $"has {HashKey.Length} characters, but must have {HashKeyLength}",
                "hashKey for scale out cluster must have 16 characters");
        }
    }
}
