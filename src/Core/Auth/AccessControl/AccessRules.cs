using System.Collections.Concurrent;
using Zot.Configuration;
using Zot.Configuration.Http;

namespace Zot.Auth.AccessControl;

/// <summary>
/// The compiled section <c>http.accessControl</c>. Immutable: when the configuration changes, new rules replace these,
/// and a request keeps the rules with which it started.
/// </summary>
public sealed class AccessRules : IAccessPolicy
{
    // Cached callers are small, and are rebuilt within microseconds.
    private const int MaxKeptCallers = 256;

    private readonly GlobIndex<RepositoryRules> _repositories;
    private readonly PolicySet _admins;
    private readonly MetricsRule _metrics;
    private readonly Dictionary<string, string[]> _groups;
    private readonly ConcurrentDictionary<Identity, AccessCaller> _callers = new(IdentityComparer.Instance);

    internal AccessRules(AccessControlOptions options, GlobIndex<RepositoryRules> repositories, PolicySet admins)
    {
        _repositories = repositories;
        _admins = admins;
        _metrics = new MetricsRule(options.Metrics);
        _groups = options.Groups
            .SelectMany(static group => group.Value.Users.Select(user => (User: user, Group: group.Key)))
            .Distinct()
            .GroupBy(static entry => entry.User, static entry => entry.Group, StringComparer.Ordinal)
            .ToDictionary(
                static entry => entry.Key,
                static entry => entry.Order(StringComparer.Ordinal).ToArray(),
                StringComparer.Ordinal);
        AdmitsAnonymous = options.Repositories.Values.Any(static entry => entry.AnonymousPolicy.Count > 0);
        MixesAnonymousAndAuthenticated = AdmitsAnonymous && IsForUsers(options);
    }

    /// <inheritdoc/>
    public bool AdmitsAnonymous { get; }

    /// <inheritdoc/>
    public bool MixesAnonymousAndAuthenticated { get; }

    /// <inheritdoc/>
    public bool AdmitsAnonymousMetrics => _metrics.AdmitsAnonymous;

    /// <summary>Compiles the rules of a configuration.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="errors">
    /// The invalid globs and conditions, each with its key below <c>http.accessControl</c>. A configuration with errors
    /// must be rejected; rules compiled from it grant less, never more.
    /// </param>
    public static AccessRules Compile(AccessControlOptions options, out IReadOnlyList<ConfigurationError> errors)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new AccessRulesCompiler().Compile(options, out errors);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> GroupsOf(string user) => _groups.GetValueOrDefault(user, []);

    /// <inheritdoc/>
    public AccessControlContext ContextFor(Identity caller) => new(_repositories, Know(caller), caller);

    /// <summary>Authorizes a request.</summary>
    /// <remarks>
    /// <list type="number">
    /// <item>Of the globs that match the repository, only the longest applies.</item>
    /// <item>Its rules grant the action if a policy lists the user or one of its groups and all conditions of the
    /// policy are true, or if the default policy (for authenticated users) or the anonymous policy grants it.</item>
    /// <item>Otherwise, the admin policy must grant the action.</item>
    /// </list>
    /// </remarks>
    public AccessDecision Decide(AccessRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var caller = Know(request.Caller);
        var check = new ConditionCheck(request, caller);
        var isAllowed =
            (_repositories.TryFind(request.Repository, out _, out var rules)
                && rules.Grants(caller, request.Action, check))
            || (request.Action != AccessAction.DetectManifestCollision
                && _admins.Grants(caller, request.Action, check));
        return isAllowed ? new AccessDecision(Allowed: true) : new AccessDecision(Allowed: false, check.Reason);
    }

    /// <summary>
    /// Authorizes a caller to read the metrics. Only listed callers are allowed; administrators have no special right.
    /// </summary>
    public AccessDecision DecideMetrics(Identity caller) => new(_metrics.Allows(caller));

    private static bool IsForUsers(AccessControlOptions options) =>
        !options.AdminPolicy.IsEmpty
        || options.Repositories.Values.Any(static entry =>
            entry.DefaultPolicy.Count > 0 || entry.Policies.Any(static policy => !policy.IsEmpty));

    private AccessCaller Know(Identity caller)
    {
        if (_callers.TryGetValue(caller, out var known))
        {
            return known;
        }

        if (_callers.Count >= MaxKeptCallers)
        {
            _callers.Clear();
        }

        return _callers.GetOrAdd(caller, static (caller, admins) => new AccessCaller(caller, admins), _admins);
    }
}
