using System.Globalization;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Configuration.Http;
using Zot.Http.Access;
using Zot.Http.Requests;

namespace Zot.Benchmarks.Micro;

/// <summary>
/// The cost of an access decision for a request, which must not depend on the number of globs and groups.
/// </summary>
public class AccessDecisionBenchmarks
{
    private const int GroupsOfUser = 10;

    private readonly Identity _user = new("ada", []);
    private readonly AccessRules _few = RulesOf(patterns: 10, groups: 10, GroupsOfUser);
    private readonly AccessRules _many = RulesOf(patterns: 10_000, groups: 1_000, GroupsOfUser);
    private readonly AccessRules _all = RulesOf(patterns: 10_000, groups: 1_000, groupsOfUser: 1_000);
    private readonly RegistryRequest _request = RegistryRequest.Parse("GET", "/v2/team7/app/manifests/v1", "")!;

    private static readonly DefaultHttpContext Context = new();
    private static readonly CallerFinder Callers = new(static () => [], static () => OpenPolicy.Instance);

    [Benchmark(Baseline = true, Description = "10 globs, 10 groups")]
    public bool Few() => Decide(_few);

    [Benchmark(Description = "10,000 globs, 1,000 groups")]
    public bool Many() => Decide(_many);

    [Benchmark(Description = "10,000 globs, a user in 1,000 groups")]
    public bool ManyWithAUserInAllGroups() => Decide(_all);

    private bool Decide(AccessRules rules)
    {
        var call = new CallerAccess(Context, _user, rules, Callers, TimeProvider.System);
        var repository = ((RegistryRequest.InRepository)_request).Repository;
        var question = new AccessRequest(call.Caller, AccessAction.Read, repository, DateTimeOffset.UnixEpoch);
        return call.Policy.Decide(question).Allowed ? true : throw new InvalidOperationException("the user may read there");
    }

    private static AccessRules RulesOf(int patterns, int groups, int groupsOfUser)
    {
        var rules = AccessRules.Compile(
            new AccessControlOptions
            {
                Repositories = Enumerable.Range(0, patterns).ToDictionary(
                    static number => Numbered("team", number) + "/**",
                    number => new RepositoryPolicyOptions
                    {
                        Policies = [new PolicyOptions { Groups = [Numbered("group", number % groups)], Actions = ["read"] }],
                    },
                    StringComparer.Ordinal),
                Groups = Enumerable.Range(0, groups).ToDictionary(
                    static number => Numbered("group", number),
                    number => new GroupOptions { Users = number < groupsOfUser ? ["ada", "grace"] : ["grace"] },
                    StringComparer.Ordinal),
            },
            out var errors);
        return errors.Count == 0 ? rules : throw new InvalidOperationException(errors[0].ToString());
    }

    private static string Numbered(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name}{number}");
}
