using Zot.Cel;
using Zot.Configuration;
using Zot.Configuration.Http;

namespace Zot.Auth.AccessControl;

/// <summary>Compiles the rules of a configuration and reports its errors.</summary>
internal sealed class AccessRulesCompiler
{
    private const string Section = "http.accessControl";

    private readonly List<ConfigurationError> _errors = [];

    // Many policies share the same conditions.
    private readonly Dictionary<string, CelExpression> _expressions = new(StringComparer.Ordinal);

    public AccessRules Compile(AccessControlOptions options, out IReadOnlyList<ConfigurationError> errors)
    {
        var repositories = new List<KeyValuePair<GlobPattern, RepositoryRules>>();
        foreach (var (glob, entry) in options.Repositories)
        {
            var key = $"{Section}.repositories[{glob}]";
            var rules = new RepositoryRules(
                new PolicySet(
                    entry.Policies.Select((policy, order) => Compile(policy, order, $"{key}.policies[{order}]"))),
                AccessActions.Of(entry.DefaultPolicy),
                AccessActions.Of(entry.AnonymousPolicy));
            if (GlobPattern.TryParse(glob, out var pattern, out var reason))
            {
                repositories.Add(KeyValuePair.Create(pattern, rules));
            }
            else
            {
                _errors.Add(new ConfigurationError(
                    key,
                    $"is not a valid glob: it {reason}",
                    "syntax error in pattern: failed to compile authorization pattern"));
            }
        }

        var admins = new PolicySet([Compile(options.AdminPolicy, 0, $"{Section}.adminPolicy")]);
        errors = _errors;
        return new AccessRules(options, new GlobIndex<RepositoryRules>(repositories), admins);
    }

    private (IEnumerable<string> Users, IEnumerable<string> Groups, AccessPolicy Policy) Compile(
        PolicyOptions policy, int order, string key)
    {
        var conditions = policy.Conditions
            .Select((condition, index) => Compile(condition, $"{key}.conditions[{index}].expression"))
            .ToArray();
        return (policy.Users, policy.Groups, new AccessPolicy(order, AccessActions.Of(policy.Actions), conditions));
    }

    private AccessCondition Compile(CelRuleOptions condition, string key)
    {
        if (string.IsNullOrWhiteSpace(condition.Expression))
        {
            // A missing expression was already reported with the section.
            return new AccessCondition(Expression: null, condition.Message);
        }

        var text = condition.Expression;
        if (!_expressions.TryGetValue(text, out var expression))
        {
            if (CelExpression.TryCompile(text, RequestFacts.Variables, out expression, out var fault))
            {
                _expressions.Add(text, expression);
            }
            else
            {
                _errors.Add(new ConfigurationError(
                    key, $"is '{text}', but must be a CEL expression over req: {fault.Message}"));
            }
        }

        return new AccessCondition(expression, condition.Message);
    }
}
