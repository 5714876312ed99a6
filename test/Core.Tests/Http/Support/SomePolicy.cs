using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Configuration.Http;

namespace Zot.Core.Tests.Http.Support;

/// <summary>Creates access policies for tests.</summary>
internal static class SomePolicy
{
    /// <summary>Creates a policy of the listed rights only; the empty user name is the anonymous user.</summary>
    public static IAccessPolicy Allowing(params (string User, AccessAction Action, string Repository)[] rights) =>
        Of(new AccessControlOptions
        {
            Repositories = rights.GroupBy(static right => right.Repository).ToDictionary(
                static group => group.Key,
                static group => new RepositoryPolicyOptions
                {
                    Policies =
                    [
                        .. group.Where(static right => right.User.Length > 0).Select(static right =>
                            new PolicyOptions { Users = [right.User], Actions = [NameOf(right.Action)] }),
                    ],
                    AnonymousPolicy = [.. group.Where(static right => right.User.Length == 0).Select(static right => NameOf(right.Action))],
                }),
        });

    /// <summary>Creates the policy of a configuration, which must be valid.</summary>
    public static IAccessPolicy Of(AccessControlOptions options)
    {
        var rules = AccessRules.Compile(options, out var errors);
        return errors.Count == 0 ? rules : throw new ArgumentException(string.Join(", ", errors), nameof(options));
    }

    private static string NameOf(AccessAction action) =>
        action == AccessAction.DetectManifestCollision ? "detectManifestCollision" : action.ToString().ToLowerInvariant();
}
