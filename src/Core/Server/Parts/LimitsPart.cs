using Zot.Hosting;
using Zot.Metering;
using Zot.Registry;
using Zot.Server.Serving;
using Zot.Storage.Content;
using Zot.Storage.Limits;

namespace Zot.Server.Parts;

/// <summary>The layers that enforce storage limits, as far as they are configured.</summary>
internal sealed class LimitsPart : IZotPart
{
    public string Name => "limits";

    public void Configure(ZotBuilder zot)
    {
        zot.Services.AddSingleton(static services => services.GetRequiredService<ContentStore>().Limits(
            services.GetRequiredService<RepositoryGlobs>().Matches,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ZotMeter>()));
        AddLayer(
            zot,
            RegistryLayer.ImmutableTags,
            static (limits, inner) => limits.HasImmutableTags ? limits.GuardTags(inner) : inner);
        AddLayer(
            zot,
            RegistryLayer.RepositoryLimit,
            static (limits, inner) => limits.HasMaxRepos ? limits.LimitRepositories(inner) : inner);
        AddLayer(zot, RegistryLayer.Quota, static (limits, inner) => limits.LimitContent(inner));
        zot.AddJobs(static services => services.GetRequiredService<StorageLimits>()
            .Jobs(services.GetRequiredService<IRegistry>()));
    }

    private static void AddLayer(ZotBuilder zot, RegistryLayer place, Func<StorageLimits, IRegistry, IRegistry> wrap) =>
        zot.AddLayer(place, (inner, services) => wrap(services.GetRequiredService<StorageLimits>(), inner));
}
