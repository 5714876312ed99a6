namespace Zot.Configuration;

/// <summary>Which claims of an identity provider are the user and the groups; names, no expressions.</summary>
public sealed record OpenIdClaimMappingOptions : ISection<OpenIdClaimMappingOptions>
{
    /// <summary>The claim that is the user's name. Default: email.</summary>
    public string Username { get; init; } = "email";

    /// <summary>The claim that holds the user's groups. Default: groups.</summary>
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
