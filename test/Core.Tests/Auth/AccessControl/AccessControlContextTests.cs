using Xunit;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Configuration.Http;
using Zot.Registry;

namespace Zot.Core.Tests.Auth.AccessControl;

public sealed class AccessControlContextTests
{
    private static readonly RepositoryName App = RepositoryName.Parse("team/app");

    [Fact]
    public void Unrestricted_HasAllRightsAndIsAdmin()
    {
        var context = AccessControlContext.Unrestricted(new Identity("alice", ["dev"]));

        Assert.True(context.IsAdmin);
        Assert.Equal(("alice", false), (context.Username, context.IsAnonymous));
        Assert.Equal(["dev"], context.Groups);
        Assert.True(context.CanRead(App) && context.CanDelete(App) && context.Can(AccessAction.Update, App));
        Assert.False(context.Can(AccessAction.DetectManifestCollision, App));
        Assert.Empty(context.ReadGlobPatterns);
    }

    [Fact]
    public void Can_LongestPatternDecides_RegardlessOfConditions()
    {
        var rules = AccessRulesTests.Compile(
            AccessRulesTests.Repository("**", AccessRulesTests.Policy(["alice"], [], ["read", "delete"])),
            AccessRulesTests.Repository("team/**", AccessRulesTests.Policy([], ["dev"], ["read", "detectManifestCollision"], ("false", "no"))));

        var alice = rules.ContextFor(new Identity("alice", []));
        var bob = rules.ContextFor(new Identity("bob", ["dev"]));

        Assert.False(alice.CanRead(App));
        Assert.True(alice.CanDelete(RepositoryName.Parse("other")));
        Assert.True(bob.CanRead(App));
        Assert.True(bob.Can(AccessAction.DetectManifestCollision, App));
        Assert.False(bob.CanRead(RepositoryName.Parse("other")));
        Assert.False(bob.IsAdmin);
    }

    [Fact]
    public void Can_Administrator_HasActionsOfAdminPolicy()
    {
        var rules = AccessRulesTests.Compile(new AccessControlOptions
        {
            Repositories = new Dictionary<string, RepositoryPolicyOptions>
            {
                ["**"] = new() { DefaultPolicy = ["detectManifestCollision"] },
            },
            AdminPolicy = AccessRulesTests.Policy([], ["ops"], ["read"]),
        });

        var context = rules.ContextFor(new Identity("carol", ["ops"]));

        Assert.True(context.IsAdmin);
        Assert.True(context.CanRead(App));
        Assert.False(context.CanDelete(App));
        Assert.False(context.Can(AccessAction.DetectManifestCollision, App));
    }

    [Theory]
    [InlineData("", true, true)]
    [InlineData("true", true, false)]
    [InlineData("false", true, false)]
    public void CanAlways_IgnoresPoliciesWithConditions(string expression, bool can, bool canAlways)
    {
        (string, string)[] conditions = expression.Length > 0 ? [(expression, "no")] : [];
        var ofUser = AccessRulesTests.Compile(AccessRulesTests.Repository("**", AccessRulesTests.Policy(["alice"], [], ["read"], conditions)));
        var ofGroup = AccessRulesTests.Compile(AccessRulesTests.Repository("**", AccessRulesTests.Policy([], ["dev"], ["read"], conditions)));
        var ofAdmin = AccessRulesTests.Compile(new AccessControlOptions { AdminPolicy = AccessRulesTests.Policy(["alice"], [], ["read"], conditions) });

        foreach (var context in new[] { ofUser, ofGroup, ofAdmin }.Select(static rules => rules.ContextFor(new Identity("alice", ["dev"]))))
        {
            Assert.Equal((can, canAlways), (context.Can(AccessAction.Read, App), context.CanAlways(AccessAction.Read, App)));
        }
    }

    [Fact]
    public void GlobPatterns_ListEveryPatternAndWhetherItGrantsTheAction()
    {
        var rules = AccessRulesTests.Compile(
            ("**", new RepositoryPolicyOptions { AnonymousPolicy = ["read"] }),
            AccessRulesTests.Repository("team/**", AccessRulesTests.Policy(["alice"], [], ["read", "detectManifestCollision"])));

        var context = rules.ContextFor(new Identity("alice", []));

        Assert.Equal(2, context.ReadGlobPatterns.Count);
        Assert.Equal([("team/**", true), ("**", false)], context.ReadGlobPatterns.Select(static entry => (entry.Key, entry.Value)));
        Assert.True(context.DmcGlobPatterns["team/**"]);
        Assert.False(context.DmcGlobPatterns["**"]);
        Assert.False(context.ReadGlobPatterns.TryGetValue("absent", out _));
        Assert.True(rules.ContextFor(Identity.Anonymous).ReadGlobPatterns["**"]);
    }

    [Fact]
    public void Decide_TenThousandPatternsAndThousandGroups_AgreesWithContext()
    {
        var groups = Enumerable.Range(0, 1000).Select(static number => $"group{number}").ToArray();
        var rules = AccessRulesTests.Compile([.. Enumerable.Range(0, 10_000).Select(number =>
            AccessRulesTests.Repository($"team{number}/**", AccessRulesTests.Policy([], [groups[number % 1000]], ["read"])))]);
        var caller = new Identity("alice", groups[..500]);

        var context = rules.ContextFor(caller);

        foreach (var number in new[] { 0, 499, 500, 1499, 1500, 9999 })
        {
            var repository = RepositoryName.Parse($"team{number}/app");
            var decision = rules.Decide(new AccessRequest(caller, AccessAction.Read, repository, default));
            Assert.Equal(number % 1000 < 500, decision.Allowed);
            Assert.Equal(decision.Allowed, context.CanRead(repository));
        }
    }

    [Fact]
    public void ContextFor_CallersWithSameNameAndDifferentGroups_DoNotShareRights()
    {
        var rules = AccessRulesTests.Compile(AccessRulesTests.Repository("**", AccessRulesTests.Policy([], ["dev"], ["read"])));

        Assert.True(rules.ContextFor(new Identity("alice", ["dev"])).CanRead(App));
        Assert.False(rules.ContextFor(new Identity("alice", ["ops"])).CanRead(App));
        Assert.False(rules.ContextFor(new Identity("alice", [])).CanRead(App));
    }
}
