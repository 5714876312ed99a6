using Microsoft.AspNetCore.Http;
using Zot.Hosting;
using Zot.Registry;
using Zot.Storage.Limits;

namespace Zot.Server.Serving;

/// <summary>The layers that limit what is stored; each is there only when the configuration asks for it.</summary>
internal static class LimitLayers
{
    /// <param name="zot">What they are added to.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="callerOf">Who sent a request; <see langword="null"/> for somebody unknown.</param>
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
