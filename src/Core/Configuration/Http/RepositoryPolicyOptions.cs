namespace Zot.Configuration;

/// <summary>An entry of <c>http.accessControl.repositories</c>.</summary>
public sealed record RepositoryPolicyOptions : ISection<RepositoryPolicyOptions>
{
    /// <summary>The rights of named users and groups.</summary>
    public IReadOnlyList<PolicyOptions> Policies { get; init; } = [];

    /// <summary>What everybody may do who has a name: read, create, update, delete, detectManifestCollision, audit. Default: nothing.</summary>
    public IReadOnlyList<string> DefaultPolicy { get; init; } = [];

    /// <summary>What everybody may do who has none. Default: nothing.</summary>
    public IReadOnlyList<string> AnonymousPolicy { get; init; } = [];

    static RepositoryPolicyOptions ISection<RepositoryPolicyOptions>.Read(Section section)
    {
        var defaults = new RepositoryPolicyOptions();
        return new RepositoryPolicyOptions
        {
            Policies = section.Groups(defaults.Policies),
            DefaultPolicy = section.Texts(defaults.DefaultPolicy),
            AnonymousPolicy = section.Texts(defaults.AnonymousPolicy),
        };
    }
}
