using Zot.Hosting;
using Zot.Hosting.Status;
using Zot.Metadata;
using Zot.Scheduling;
using Zot.Server.Status;

namespace Zot.Server.Parts;

/// <summary>The state of the running server, for administrators.</summary>
internal sealed class StatusPart : IZotPart
{
    public string Name => "status";

    public void Configure(ZotBuilder zot)
    {
        zot.Services.AddSingleton(zot.Build);
        zot.Services.AddSingleton(services => new StatusEndpoint(
            zot.Build,
            services.GetRequiredService<JobScheduler>(),
            services.GetService<IMetadataIndex>(),
            [.. services.GetServices<IStatusSource>()],
            services.GetRequiredService<TimeProvider>()));
        zot.AddRoute(static services => services.GetRequiredService<StatusEndpoint>().CreateRoute());
    }
}
