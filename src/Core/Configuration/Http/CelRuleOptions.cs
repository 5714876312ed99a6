using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>A CEL expression that must be true, of a token or of a request.</summary>
public sealed record CelRuleOptions : ISection<CelRuleOptions>
{
    /// <summary>The expression. Required.</summary>
    public string? Expression { get; init; }

    /// <summary>The message if the expression is not true.</summary>
    public string? Message { get; init; }

    static CelRuleOptions ISection<CelRuleOptions>.Read(Section section)
    {
        var defaults = new CelRuleOptions();
        return new CelRuleOptions
        {
            Expression = section.Text(defaults.Expression),
            Message = section.Text(defaults.Message),
        };
    }

    void ISection<CelRuleOptions>.Check(SectionRules rules) =>
        rules.Check(!string.IsNullOrWhiteSpace(Expression), Expression, "must be an expression");
}
