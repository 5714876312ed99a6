using System.Collections.Concurrent;
using Zot.Configuration;

namespace Zot.Auth.AccessControl;

/// <summary>
/// The section <c>http.accessControl</c>, ready to decide. Immutable: when the configuration changes, new rules take the
/// place of these, and a request keeps those with which it began.
/// </summary>
public sealed class AccessRules : IAccessPolicy
{
    // What is kept of a caller is small, and worked out anew within microseconds.
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

    /// <summary>Makes the rules of a configuration ready.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="errors">
    /// What cannot be used: globs and conditions, each with its key below <c>http.accessControl</c>. With such an error the
    /// configuration is to be refused; rules made nevertheless give less, never more.
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

    /// <summary>Whether a request may go on.</summary>
    /// <remarks>
    /// <list type="number">
    /// <item>Of the globs that name the repository the longest counts, and no other.</item>
    /// <item>There, one of these must give the action: a policy that lists the user or one of the groups and whose
    /// conditions hold, or what is for everybody with a name or without.</item>
    /// <item>Else the admin policy must give it.</item>
    /// </list>
    /// </remarks>
    public AccessDecision Decide(AccessRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var caller = Know(request.Caller);
        var check = new ConditionCheck(request, caller);
        var isAllowed =
            (_repositories.TryFind(request.Repository, out _, out var rules) && rules.Grants(caller, request.Action, check))
            || (request.Action != AccessAction.DetectManifestCollision && _admins.Grants(caller, request.Action, check));
        return isAllowed ? new AccessDecision(Allowed: true) : new AccessDecision(Allowed: false, check.Reason);
    }

    /// <summary>
    /// Whether a caller may read the metrics: who is listed, and nobody else; administrators are nothing special.
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
