using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>The permissions within repositories: an entry of <c>http.accessControl.repositories</c>.</summary>
public sealed record RepositoryPolicyOptions : ISection<RepositoryPolicyOptions>
{
    /// <summary>The permissions of named users and groups.</summary>
    public IReadOnlyList<PolicyOptions> Policies { get; init; } = [];

    /// <summary>
    /// The actions that any authenticated user may perform: read, create, update, delete, detectManifestCollision,
    /// audit. Default: none.
    /// </summary>
    public IReadOnlyList<string> DefaultPolicy { get; init; } = [];

    /// <summary>The actions that anonymous clients may perform. Default: none.</summary>
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
