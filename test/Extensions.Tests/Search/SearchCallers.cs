#if EXT_SEARCH
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Configuration.Http;

namespace Zot.Extensions.Tests.Search;

/// <summary>Callers of the search by a short name, with access control.</summary>
internal static class SearchCallers
{
    private const string Office = "10.0.0.1";

    // Anyone may read in public; alice and the group dev in team, and alice in office, but only from there.
    private static readonly AccessRules Rules = AccessRules.Compile(
        new AccessControlOptions
        {
            Repositories = new Dictionary<string, RepositoryPolicyOptions>
            {
                ["public/**"] = new() { DefaultPolicy = ["read"], AnonymousPolicy = ["read"] },
                ["team/**"] = new()
                {
                    Policies =
                    [
                        new PolicyOptions { Users = ["alice"], Actions = ["read"] },
                        new PolicyOptions { Groups = ["dev"], Actions = ["read", "delete"] },
                        new PolicyOptions { Users = ["writer"], Actions = ["create", "update", "delete"] },
                    ],
                },
                ["office/**"] = new()
                {
                    Policies =
                    [
                        new PolicyOptions
                        {
                            Users = ["alice"],
                            Actions = ["read", "delete"],
                            Conditions = [new CelRuleOptions { Expression = $"req.client.ip == '{Office}'", Message = "no" }],
                        },
                    ],
                },
            },
            AdminPolicy = new PolicyOptions { Users = ["root"], Actions = ["read", "delete"] },
        },
        out _);

    /// <summary>Returns a caller.</summary>
    /// <param name="caller">
    /// A name, with <c>+dev</c> for a member of the group, or <c>@office</c> for the address; empty for an anonymous user.
    /// </param>
    public static RequestCaller Of(string caller)
    {
        var name = caller.Split('+', '@')[0];
        var identity = name.Length == 0 ? Identity.Anonymous : new Identity(name, caller.Contains('+', StringComparison.Ordinal) ? ["dev"] : []);
        return new RequestCaller(Rules, identity, caller.EndsWith("@office", StringComparison.Ordinal) ? Office : "10.0.0.2");
    }
}
#endif
