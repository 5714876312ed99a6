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
        if (zot.Options.Storage.Quotas.Count > 0)
        {
            zot.Services.AddHttpContextAccessor();
        }

        zot.Services.AddSingleton(static services => services.GetRequiredService<ContentStore>().Limits(
            services.GetRequiredService<RepositoryGlobs>().Matches,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ZotMeter>()));
        AddLayer(zot, RegistryLayer.ImmutableTags, static limits => limits.HasImmutableTags, static (limits, inner, _) => limits.GuardTags(inner));
        AddLayer(zot, RegistryLayer.RepositoryLimit, static limits => limits.HasMaxRepos, static (limits, inner, _) => limits.LimitRepositories(inner));
        AddLayer(zot, RegistryLayer.Quota, static limits => limits.HasQuotas, static (limits, inner, services) =>
            limits.LimitContent(inner, CurrentCaller.NameOf(services)));
        zot.AddJobs(static services => services.GetRequiredService<StorageLimits>().Jobs(services.GetRequiredService<IRegistry>()));
    }

    private static void AddLayer(
        ZotBuilder zot, RegistryLayer place, Func<StorageLimits, bool> isConfigured, Func<StorageLimits, IRegistry, IServiceProvider, IRegistry> wrap) =>
        zot.AddLayer(place, (inner, services) =>
        {
            var limits = services.GetRequiredService<StorageLimits>();
            return isConfigured(limits) ? wrap(limits, inner, services) : inner;
        });
}
