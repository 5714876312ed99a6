using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>The permissions of named users and groups.</summary>
public sealed record PolicyOptions : ISection<PolicyOptions>
{
    /// <summary>The users.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>The groups, as written.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The permitted actions: read, create, update, delete, detectManifestCollision, audit.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>CEL expressions over <c>req</c> that must all be true. Default: none.</summary>
    public IReadOnlyList<CelRuleOptions> Conditions { get; init; } = [];

    /// <summary>Indicates whether the policy is empty.</summary>
    public bool IsEmpty => Users.Count == 0 && Groups.Count == 0 && Actions.Count == 0;

    static PolicyOptions ISection<PolicyOptions>.Read(Section section)
    {
        var defaults = new PolicyOptions();
        return new PolicyOptions
        {
            Users = section.Texts(defaults.Users),
            Groups = section.Texts(defaults.Groups),
            Actions = section.Texts(defaults.Actions),
            Conditions = section.Groups(defaults.Conditions),
        };
    }
}
