using Microsoft.AspNetCore.Http;
using Zot.Hosting;
using Zot.Registry;
using Zot.Storage.Limits;

namespace Zot.Server.Serving;

/// <summary>Adds the registry layers that enforce storage limits, as far as they are configured.</summary>
internal static class LimitLayers
{
    /// <param name="zot">The builder.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="callerOf">Returns the user of a request; <see langword="null"/> for an anonymous user.</param>
    public static void Add(ZotBuilder zot, StorageLimits limits, Func<HttpContext?, string?> callerOf)
    {
        if (limits.HasImmutableTags)
        {
            zot.AddLayer(RegistryLayer.ImmutableTags, (inner, _) => limits.GuardTags(inner));
        }

        if (limits.HasMaxRepos)
        {
            zot.AddLayer(RegistryLayer.RepositoryLimit, (inner, _) => limits.LimitRepositories(inner));
        }

        if (limits.HasQuotas)
        {
            zot.Services.AddHttpContextAccessor();
            zot.AddLayer(RegistryLayer.Quota, (inner, services) =>
            {
                var contexts = services.GetRequiredService<IHttpContextAccessor>();
                return limits.LimitContent(inner, () => callerOf(contexts.HttpContext));
            });
            zot.AddJobs(services => limits.Jobs(services.GetRequiredService<IRegistry>()));
        }
    }
}
