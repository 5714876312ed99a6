using Zot.Hosting;
using Zot.Registry;
using Zot.Storage.Limits;

namespace Zot.Server.Serving;

/// <summary>Adds the registry layers that enforce storage limits, as far as they are configured.</summary>
internal static class LimitLayers
{
    /// <param name="zot">The builder.</param>
    /// <param name="limits">The limits.</param>
    public static void Add(ZotBuilder zot, StorageLimits limits)
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
            zot.AddLayer(RegistryLayer.Quota, (inner, _) => limits.LimitContent(inner));
            zot.AddJobs(services => limits.Jobs(services.GetRequiredService<IRegistry>()));
        }
    }
}
