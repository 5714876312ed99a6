using Xunit;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Cel.Values;
using Zot.Configuration.Http;
using Zot.Registry;

namespace Zot.Core.Tests.Auth.AccessControl;

public sealed class AccessRulesTests
{
    private static readonly Identity Alice = new("alice", []);
    private static readonly Identity Bob = new("bob", ["dev"]);
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Decide_UserPolicy_GrantsActionsToUsers()
    {
        var rules = Compile(Repository("team/**", Policy(["alice"], [], ["read", "create"])));

        Assert.True(Allows(rules, Alice, AccessAction.Read, "team/app"));
        Assert.True(Allows(rules, Alice, AccessAction.Create, "team/app"));
        Assert.False(Allows(rules, Alice, AccessAction.Update, "team/app"));
        Assert.False(Allows(rules, Bob, AccessAction.Read, "team/app"));
        Assert.False(Allows(rules, Alice, AccessAction.Read, "elsewhere"));
    }

    [Fact]
    public void Decide_GroupPolicy_GrantsActionsToGroups()
    {
        var rules = Compile(Repository("**", Policy([], ["dev"], ["delete"])));

        Assert.True(Allows(rules, Bob, AccessAction.Delete, "a"));
        Assert.False(Allows(rules, Alice, AccessAction.Delete, "a"));
        Assert.False(Allows(rules, new Identity("dev", []), AccessAction.Delete, "a"));
    }

    [Fact]
    public void Decide_OnlyLongestPatternApplies()
    {
        var rules = Compile(
            Repository("**", Policy(["alice"], [], ["read", "delete"])),
            Repository("team/**", Policy(["bob"], [], ["read"])));

        Assert.False(Allows(rules, Alice, AccessAction.Read, "team/app"));
        Assert.True(Allows(rules, Alice, AccessAction.Delete, "other"));
    }

    [Fact]
    public void Decide_DefaultPolicy_AppliesToAuthenticatedUsersOnly()
    {
        var rules = Compile(("**", new RepositoryPolicyOptions { DefaultPolicy = ["read"] }));

        Assert.True(Allows(rules, Alice, AccessAction.Read, "a"));
        Assert.False(Allows(rules, Identity.Anonymous, AccessAction.Read, "a"));
    }

    [Fact]
    public void Decide_AnonymousPolicy_AppliesToAnonymousCallersOnly()
    {
        var rules = Compile(("**", new RepositoryPolicyOptions { AnonymousPolicy = ["read"] }));

        Assert.True(Allows(rules, Identity.Anonymous, AccessAction.Read, "a"));
        Assert.False(Allows(rules, Alice, AccessAction.Read, "a"));
    }

    [Fact]
    public void Decide_PolicyForEmptyName_AppliesToAnonymousCallers()
    {
        var rules = Compile(Repository("**", Policy([""], [], ["create"])));

        Assert.True(Allows(rules, Identity.Anonymous, AccessAction.Create, "a"));
    }

    [Fact]
    public void Decide_AdminPolicy_GrantsActionsInAllRepositories()
    {
        var rules = Compile(new AccessControlOptions { AdminPolicy = Policy(["alice"], ["dev"], ["read", "detectManifestCollision"]) });

        Assert.True(Allows(rules, Alice, AccessAction.Read, "any/where"));
        Assert.True(Allows(rules, Bob, AccessAction.Read, "any/where"));
        Assert.False(Allows(rules, Alice, AccessAction.Delete, "any/where"));
        Assert.False(Allows(rules, Alice, AccessAction.DetectManifestCollision, "any/where"));
    }

    [Fact]
    public void Decide_UnknownActionNames_GrantNothing()
    {
        var rules = Compile(Repository("**", Policy(["alice"], [], ["Read", "push", "detectmanifestcollision"])));

        Assert.All(Enum.GetValues<AccessAction>(), action => Assert.False(Allows(rules, Alice, action, "a")));
    }

    [Fact]
    public void Decide_FalseConditions_DenyWithMessageOfLast()
    {
        var rules = Compile(Repository("**",
            Policy(["bob"], [], ["read"], ("req.client.ip == '10.0.0.1'", "from the office only")),
            Policy([], ["dev"], ["read"], ("true", "never said"), ("req.tls.enabled", "over TLS only"))));

        var decision = rules.Decide(Request(Bob, AccessAction.Read, "a"));

        Assert.False(decision.Allowed);
        Assert.Equal("over TLS only", decision.Reason);
        Assert.True(rules.Decide(Request(Bob, AccessAction.Read, "a") with { TlsVersion = "1.3" }).Allowed);
    }

    [Fact]
    public void Decide_SeveralConditions_MustAllBeTrue()
    {
        var rules = Compile(Repository("**", Policy(
            ["alice"], [], ["read"], ("req.method == 'GET'", "get"), ("req.userAgent.startsWith('skopeo/')", "skopeo"))));

        Assert.False(rules.Decide(Request(Alice, AccessAction.Read, "a") with { Method = "GET" }).Allowed);
        Assert.True(rules.Decide(Request(Alice, AccessAction.Read, "a") with { Method = "GET", UserAgent = "skopeo/1.9" }).Allowed);
    }

    [Theory]
    [InlineData("req.claims.absent == 1")]
    [InlineData("req.client.forwardedFor[0] == 'x'")]
    [InlineData("'yes'")]
    [InlineData("1 / 0 == 1")]
    public void Decide_ConditionWithoutBooleanResult_DeniesWithoutReason(string condition)
    {
        var rules = Compile(Repository("**", Policy(["alice"], [], ["read"], (condition, "not to be seen"))));

        Assert.Equal(new AccessDecision(Allowed: false), rules.Decide(Request(Alice, AccessAction.Read, "a")));
    }

    [Fact]
    public void Decide_FalseCondition_AnotherPolicyCanGrantAction()
    {
        var options = new AccessControlOptions
        {
            Repositories = Map(Repository("**", Policy(["bob"], [], ["read"], ("false", "no")))),
            AdminPolicy = Policy([], ["dev"], ["read"], ("req.auth.admin && req.user.groups == ['dev']", "no admin")),
        };

        Assert.Equal(new AccessDecision(Allowed: true), Compile(options).Decide(Request(Bob, AccessAction.Read, "a")));
    }

    [Theory]
    [InlineData("req.time == timestamp('2026-01-05T12:00:00Z') && req.time.getDayOfWeek() == 1")]
    [InlineData("req.method == 'PUT' && req.userAgent == 'podman' && req.action == 'create' && req.repository == 'team/app'")]
    [InlineData("req.reference == 'v1' && req.referenceType == 'tag' && req.tag == 'v1' && req.digest == ''")]
    [InlineData("req.user.username == 'bob' && 'dev' in req.user.groups && !req.auth.anonymous && !req.auth.admin")]
    [InlineData("req.client.ip == '192.0.2.1' && req.client.forwardedFor == ['10.0.0.1', '10.0.0.2']")]
    [InlineData("req.tls.enabled && req.tls.version == '1.3' && req.claims.team == 'blue' && !has(req.claims.other)")]
    public void Decide_Condition_HasAllRequestFacts(string condition)
    {
        var rules = Compile(Repository("**", Policy(["bob"], [], ["create"], (condition, condition))));

        var decision = rules.Decide(Request(Bob, AccessAction.Create, "team/app") with
        {
            Reference = "v1",
            Method = "PUT",
            UserAgent = "podman",
            ClientIp = "192.0.2.1",
            ForwardedFor = ["10.0.0.1", "10.0.0.2"],
            TlsVersion = "1.3",
            Claims = new CelMap([KeyValuePair.Create("team", CelValue.Of("blue"))]),
        });

        Assert.Equal(new AccessDecision(Allowed: true), decision);
    }

    [Fact]
    public void Decide_DigestReference_IsNotATag()
    {
        var rules = Compile(Repository("**", Policy(
            ["alice"], [], ["read"], ("req.referenceType == 'digest' && req.digest == 'sha256:ab' && req.tag == ''", "no"))));

        Assert.True(rules.Decide(Request(Alice, AccessAction.Read, "a") with { Reference = "sha256:ab" }).Allowed);
    }

    [Fact]
    public void Compile_InvalidGlobsAndConditions_AreAllReportedByKey()
    {
        var options = new AccessControlOptions
        {
            Repositories = Map(
                Repository("a[", Policy(["alice"], [], ["read"])),
                Repository("b", Policy(["alice"], [], ["read"], ("true", ""), ("req.user.name == ", "")))),
            AdminPolicy = Policy(["alice"], [], ["read"], ("nothing", "")),
        };

        AccessRules.Compile(options, out var errors);

        Assert.Equal(
            [
                "http.accessControl.repositories[a[]",
                "http.accessControl.repositories[b].policies[0].conditions[1].expression",
                "http.accessControl.adminPolicy.conditions[0].expression",
            ],
            errors.Select(static error => error.Key));
        Assert.Contains("line 1, column 18", errors[1].Problem, StringComparison.Ordinal);
        Assert.Contains("undeclared reference to 'nothing'", errors[2].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_InvalidCondition_GrantsNothing()
    {
        var options = new AccessControlOptions { AdminPolicy = Policy(["alice"], [], ["read"], ("1 +", "")) };

        Assert.False(Allows(AccessRules.Compile(options, out _), Alice, AccessAction.Read, "a"));
    }

    [Fact]
    public void GroupsOf_User_ReturnsGroupsThatListTheUser()
    {
        var rules = Compile(new AccessControlOptions
        {
            Groups = new Dictionary<string, GroupOptions>
            {
                ["ops"] = new() { Users = ["alice", "carol"] },
                ["dev"] = new() { Users = ["alice", "alice"] },
            },
        });

        Assert.Equal(["dev", "ops"], rules.GroupsOf("alice"));
        Assert.Equal(["ops"], rules.GroupsOf("carol"));
        Assert.Empty(rules.GroupsOf("bob"));
    }

    [Theory]
    [InlineData(false, false, false, false)]
    [InlineData(true, false, true, false)]
    [InlineData(false, true, false, false)]
    [InlineData(true, true, true, true)]
    public void AnonymousPolicy_DeterminesAdmissionAndMixing(bool anonymous, bool users, bool isAdmitted, bool isMixed)
    {
        var rules = Compile(("**", new RepositoryPolicyOptions
        {
            AnonymousPolicy = anonymous ? ["read"] : [],
            DefaultPolicy = users ? ["read"] : [],
        }));

        Assert.Equal((isAdmitted, isMixed), (rules.AdmitsAnonymous, rules.MixesAnonymousAndAuthenticated));
    }

    [Fact]
    public void AnonymousPolicyWithAdminPolicy_IsMixed()
    {
        var rules = Compile(new AccessControlOptions
        {
            Repositories = Map(("**", new RepositoryPolicyOptions { AnonymousPolicy = ["read"] })),
            AdminPolicy = Policy(["alice"], [], ["read"]),
        });

        Assert.True(rules.MixesAnonymousAndAuthenticated);
    }

    [Fact]
    public void DecideMetrics_AllowsListedUsersOnly()
    {
        var rules = Compile(new AccessControlOptions
        {
            AdminPolicy = Policy(["admin"], [], ["read"]),
            Metrics = new MetricsAccessOptions { Users = ["alice"] },
        });

        Assert.True(rules.DecideMetrics(Alice).Allowed);
        Assert.False(rules.DecideMetrics(Bob).Allowed);
        Assert.False(rules.DecideMetrics(new Identity("admin", [])).Allowed);
        Assert.False(rules.DecideMetrics(Identity.Anonymous).Allowed);
        Assert.False(rules.AdmitsAnonymousMetrics);
    }

    [Fact]
    public void DecideMetrics_AnonymousPolicy_AllowsAnonymousCallersOnly()
    {
        var rules = Compile(new AccessControlOptions { Metrics = new MetricsAccessOptions { AnonymousPolicy = ["read"] } });

        Assert.True(rules.AdmitsAnonymousMetrics);
        Assert.True(rules.DecideMetrics(Identity.Anonymous).Allowed);
        Assert.False(rules.DecideMetrics(Alice).Allowed);
    }

    internal static AccessRules Compile(params (string Glob, RepositoryPolicyOptions Policy)[] repositories) =>
        Compile(new AccessControlOptions { Repositories = Map(repositories) });

    internal static AccessRules Compile(AccessControlOptions options)
    {
        var rules = AccessRules.Compile(options, out var errors);
        Assert.Empty(errors);
        return rules;
    }

    internal static (string Glob, RepositoryPolicyOptions Policy) Repository(string glob, params PolicyOptions[] policies) =>
        (glob, new RepositoryPolicyOptions { Policies = policies });

    internal static PolicyOptions Policy(
        string[] users, string[] groups, string[] actions, params (string Expression, string Message)[] conditions) =>
        new()
        {
            Users = users,
            Groups = groups,
            Actions = actions,
            Conditions = [.. conditions.Select(static entry => new CelRuleOptions { Expression = entry.Expression, Message = entry.Message })],
        };

    private static Dictionary<string, RepositoryPolicyOptions> Map(params (string Glob, RepositoryPolicyOptions Policy)[] repositories) =>
        repositories.ToDictionary(static entry => entry.Glob, static entry => entry.Policy);

    private static AccessRequest Request(Identity caller, AccessAction action, string repository) =>
        new(caller, action, RepositoryName.Parse(repository), Noon);

    private static bool Allows(AccessRules rules, Identity caller, AccessAction action, string repository) =>
        rules.Decide(Request(caller, action, repository)).Allowed;
}
