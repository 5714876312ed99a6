using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>Validates that permissions of named users are configured only together with authentication.</summary>
internal static class AccessControlRules
{
    public static void Check(HttpOptions http, SectionRules rules)
    {
        if (http.AccessControl is { } access
            && !HasIdentities(http)
            && !IsForAnonymousOnly(access)
            && !IsForMetricsOnly(access))
        {
            rules.Fault(
                nameof(http.AccessControl), "needs a way to authenticate, or must have anonymous policies only",
                "access control config requires one of htpasswd, ldap, "
                    + "openid or mTLS authentication or using only 'anonymousPolicy' policies");
        }
    }

    /// <summary>Returns whether any kind of authentication is enabled.</summary>
    public static bool HasIdentities(HttpOptions http) =>
        http.Auth.HasBasic
            || http.HasClientCertificates
            || http.Auth.Bearer is { HasTokens: true } or { HasOidc: true };

    private static bool IsForAnonymousOnly(AccessControlOptions access) =>
        access.AdminPolicy.IsEmpty
        && access.Metrics.Users.Count == 0
        && access.Repositories.Values.All(
            static policy => policy.Policies.Count == 0 && policy.DefaultPolicy.Count == 0)
        && access.Repositories.Values.Any(static policy => policy.AnonymousPolicy.Count > 0);

    private static bool IsForMetricsOnly(AccessControlOptions access) =>
        access.AdminPolicy.IsEmpty
        && access.Repositories.Count == 0
        && access.Metrics is { Users.Count: 0, AnonymousPolicy: ["read"] };
}
