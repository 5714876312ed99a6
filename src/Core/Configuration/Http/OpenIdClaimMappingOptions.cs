using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>The claims of an identity provider that hold the user and the groups; names, not expressions.</summary>
public sealed record OpenIdClaimMappingOptions : ISection<OpenIdClaimMappingOptions>
{
    /// <summary>The claim that holds the name of the user. Default: email.</summary>
    public string Username { get; init; } = "email";

    /// <summary>The claim that holds the groups of the user. Default: groups.</summary>
    public string Groups { get; init; } = "groups";

    static OpenIdClaimMappingOptions ISection<OpenIdClaimMappingOptions>.Read(Section section)
    {
        var defaults = new OpenIdClaimMappingOptions();
        return new OpenIdClaimMappingOptions
        {
            Username = section.Text(defaults.Username),
            Groups = section.Text(defaults.Groups),
        };
    }
}
