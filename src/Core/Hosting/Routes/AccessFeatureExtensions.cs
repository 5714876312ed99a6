using Microsoft.AspNetCore.Http;
using Zot.Auth.AccessControl;
using Zot.Registry;

namespace Zot.Hosting.Routes;

/// <summary>Gives routes access to the caller of a request.</summary>
public static class AccessFeatureExtensions
{
    /// <summary>Returns the caller of the request and the caller's rights.</summary>
    /// <exception cref="InvalidOperationException">The request bypassed the registry's pipeline.</exception>
    public static AccessControlContext AccessControl(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<IAccessFeature>()?.Access
            ?? throw new InvalidOperationException(
                "the request has no access feature: it bypassed the registry's pipeline");
    }

    /// <summary>
    /// Decides whether the caller may do something now, conditions included; see <see cref="IAccessFeature.Allows"/>.
    /// </summary>
    public static bool Allows(
        this HttpContext context, AccessAction action, RepositoryName repository, string reference = "")
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<IAccessFeature>()?.Allows(action, repository, reference) ?? false;
    }
}
