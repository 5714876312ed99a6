using Microsoft.AspNetCore.Http;
using Zot.Hosting.Routes;

namespace Zot.Server.Parts;

/// <summary>The caller of the request that is being handled, for layers.</summary>
internal static class CurrentCaller
{
    /// <summary>Returns a function that returns the name; <see langword="null"/> for an anonymous user.</summary>
    public static Func<string?> NameOf(IServiceProvider services)
    {
        var contexts = services.GetRequiredService<IHttpContextAccessor>();
        return () => contexts.HttpContext?.Features.Get<IAccessFeature>()?.Access is { IsAnonymous: false } access ? access.Username : null;
    }
}
