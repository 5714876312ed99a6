using Microsoft.AspNetCore.Http;
using Zot.Auth.AccessControl;
using Zot.Registry;

namespace Zot.Hosting;

/// <summary>How a route finds out who is calling.</summary>
public static class AccessFeatureExtensions
{
    /// <summary>Who sent the request and what they may do.</summary>
    /// <exception cref="InvalidOperationException">The request did not come through the registry's pipeline.</exception>
    public static AccessControlContext AccessControl(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<IAccessFeature>()?.Access
            ?? throw new InvalidOperationException("nobody has asked who is calling");
    }

    /// <summary>Decides whether the caller may do something now, conditions included; see <see cref="IAccessFeature.Allows"/>.</summary>
    public static bool Allows(this HttpContext context, AccessAction action, RepositoryName repository, string reference = "")
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<IAccessFeature>()?.Allows(action, repository, reference) ?? false;
    }
}
