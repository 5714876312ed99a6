using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>The mapping of a workload's claims to a user: CEL expressions over <c>claims</c> and <c>vars</c>.</summary>
public sealed record BearerClaimMappingOptions : ISection<BearerClaimMappingOptions>
{
    /// <summary>The name of the user. Default: issuer and subject, separated by a slash.</summary>
    public string Username { get; init; } = "claims.iss + '/' + claims.sub";

    /// <summary>The groups of the user, a list of strings. Default: none.</summary>
    public string? Groups { get; init; }

    /// <summary>Variables for expressions, evaluated in order.</summary>
    public IReadOnlyList<CelVariableOptions> Variables { get; init; } = [];

    /// <summary>The conditions that a token must meet.</summary>
    public IReadOnlyList<CelRuleOptions> Validations { get; init; } = [];

    static BearerClaimMappingOptions ISection<BearerClaimMappingOptions>.Read(Section section)
    {
        var defaults = new BearerClaimMappingOptions();
        return new BearerClaimMappingOptions
        {
            Username = section.Text(defaults.Username),
            Groups = section.Text(defaults.Groups),
            Variables = section.Groups(defaults.Variables),
            Validations = section.Groups(defaults.Validations),
        };
    }

    void ISection<BearerClaimMappingOptions>.Check(SectionRules rules)
    {
        for (var index = 0; index < Validations.Count; index++)
        {
            rules.Check(
                Validations[index].Message is { Length: > 0 },
                Validations[index].Message, "must describe why a token is invalid",
                key: $"{nameof(Validations)}[{index}].message");
        }
    }
}
