using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>A named CEL expression.</summary>
public sealed record CelVariableOptions : ISection<CelVariableOptions>
{
    /// <summary>The name, used as <c>vars.name</c>. Required.</summary>
    public string? Name { get; init; }

    /// <summary>The expression. Required.</summary>
    public string? Expression { get; init; }

    static CelVariableOptions ISection<CelVariableOptions>.Read(Section section)
    {
        var defaults = new CelVariableOptions();
        return new CelVariableOptions
        {
            Name = section.Text(defaults.Name),
            Expression = section.Text(defaults.Expression),
        };
    }

    void ISection<CelVariableOptions>.Check(SectionRules rules)
    {
        rules.Check(Name is { Length: > 0 }, Name, "must be a name");
        rules.Check(Expression is { Length: > 0 }, Expression, "must be an expression");
    }
}
