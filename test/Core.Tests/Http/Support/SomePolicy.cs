using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Configuration;

namespace Zot.Http.Tests;

/// <summary>Access control for a test: what is listed, and nothing else.</summary>
internal static class SomePolicy
{
    /// <summary>Allows users something in repositories; the empty user is somebody unknown.</summary>
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

    /// <summary>The policy of a configuration, which has to be sound.</summary>
    public static IAccessPolicy Of(AccessControlOptions options)
    {
        var rules = AccessRules.Compile(options, out var errors);
        return errors.Count == 0 ? rules : throw new ArgumentException(string.Join(", ", errors), nameof(options));
    }

    private static string NameOf(AccessAction action) =>
        action == AccessAction.DetectManifestCollision ? "detectManifestCollision" : action.ToString().ToLowerInvariant();
}
