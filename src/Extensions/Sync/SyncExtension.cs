#if EXT_SYNC
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zot.Client.Commands;
using Zot.Extensions.Sync.Admin;
using Zot.Extensions.Sync.Command;
using Zot.Extensions.Sync.Copying;
using Zot.Extensions.Sync.Credentials;
using Zot.Extensions.Sync.Downloads;
using Zot.Extensions.Sync.OnDemand;
using Zot.Extensions.Sync.Periodic;
using Zot.Extensions.Sync.Upstreams;
using Zot.Hosting;
using Zot.Hosting.Routes;
using Zot.Hosting.Status;
using Zot.Metadata.Queries;
using Zot.Scheduling;

namespace Zot.Extensions.Sync;

/// <summary>Copies content of other registries, periodically and when a client pulls it.</summary>
internal sealed class SyncExtension : IZotExtension
{
    // Inside the data directory; the leading underscore keeps it from being a repository name.
    private const string DownloadPath = "_sync/downloads";

    public string Name => "sync";

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands => [SyncCommand.Create()];

    public void Configure(ZotBuilder zot)
    {
        ArgumentNullException.ThrowIfNull(zot);
        if (zot.Options.Extensions.Sync is not { Enable: true } options || !zot.IsStorageWritable)
        {
            return;
        }

        AddCopying(zot, options.DownloadDir is { Length: > 0 } chosen ? chosen : zot.Data.PathOf(DownloadPath));
        AddOnDemand(zot);
        AddAdministration(zot);
        zot.AddJobs(static services => PeriodicJobs(services));
    }

    private static void AddCopying(ZotBuilder zot, string downloadDirectory)
    {
        zot.Services.AddSingleton<LocalContent>();
        zot.Services.AddSingleton(services => new CredentialsFactory(
            zot.Options.Extensions.Sync!.CredentialsFile, Environment.GetEnvironmentVariable,
                services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<CredentialsFactory>>()));
        zot.Services.AddSingleton(services => new UpstreamFactory(
            zot.Options, services.GetRequiredService<CredentialsFactory>(), services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>()));
        zot.Services.AddSingleton<UpstreamSet>();
        zot.Services.AddSingleton(static services => new SyncFacts(
            services.GetService<IMetadataQueries>(), services.GetRequiredService<TimeProvider>()));
        zot.Services.AddSingleton(services => new BlobDownloads(
            services.GetRequiredService<LocalContent>(), downloadDirectory, services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<BlobDownloads>>()));
        zot.Services.AddSingleton<ImageCopies>();
        zot.Services.AddSingleton<ReferrerCopies>();
        zot.Services.AddSingleton<MissingTags>();
        zot.Services.AddSingleton<RepositoryCopies>();
    }

    private static void AddAdministration(ZotBuilder zot)
    {
        zot.Services.AddSingleton<RequestedCopies>();
        zot.Services.AddSingleton<IHostedService>(static services => services.GetRequiredService<RequestedCopies>());
        zot.Services.AddSingleton<IHostedService, SyncMeter>();
        zot.Services.AddSingleton<IStatusSource, SyncStatus>();
        zot.Services.AddSingleton(static services => new SyncEndpoint(
            services.GetRequiredService<UpstreamSet>(), services.GetService<JobScheduler>,
            services.GetRequiredService<RequestedCopies>(), services.GetRequiredService<ILogger<SyncEndpoint>>()));
        zot.AddRoute(static services => new ExtensionRoute(
            SyncEndpoint.Path, [HttpMethods.Get, HttpMethods.Post],
                services.GetRequiredService<SyncEndpoint>().HandleAsync)
        {
            Access = RouteAccess.Admins,
        });
    }

    // A registry that a reload adds is copied periodically from the next start on.
    private static IEnumerable<PeriodicSync> PeriodicJobs(IServiceProvider services)
    {
        var upstreams = services.GetRequiredService<UpstreamSet>();
        for (var place = 0; place < upstreams.All.Count; place++)
        {
            yield return ActivatorUtilities.CreateInstance<PeriodicSync>(services, place);
        }
    }

    private static void AddOnDemand(ZotBuilder zot)
    {
        zot.Services.AddHttpContextAccessor();
        zot.Services.AddSingleton<PullContext>();
        zot.Services.AddSingleton<OnDemandImages>();
        zot.Services.AddSingleton<OnDemandBlobs>();
        zot.Services.AddSingleton<OnDemandLists>();
        zot.AddLayer(RegistryLayer.OnDemandSync, static (inner, services) =>
        {
            services.GetRequiredService<LocalContent>().Attach(inner);
            return new OnDemandRegistry(
                inner,
                services.GetRequiredService<OnDemandImages>(),
                services.GetRequiredService<OnDemandBlobs>(),
                services.GetRequiredService<OnDemandLists>(),
                services.GetRequiredService<PullContext>());
        });
    }
}
#endif
