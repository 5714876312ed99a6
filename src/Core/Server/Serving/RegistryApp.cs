using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Zot.Auth.Sessions;
using Zot.Configuration;
using Zot.Configuration.Reloading;
using Zot.Extensions;
using Zot.Hosting;
using Zot.Hosting.Routes;
using Zot.Hosting.Status;
using Zot.Http;
using Zot.Http.Access;
using Zot.Http.Account;
using Zot.Http.Kestrel;
using Zot.Http.Routes;
using Zot.Metadata;
using Zot.Metering;
using Zot.Registry;
using Zot.Scheduling;
using Zot.Server.Status;
using Zot.Storage.Content;
using Zot.Storage.Drivers;

namespace Zot.Server.Serving;

/// <summary>Builds the web application.</summary>
internal static class RegistryApp
{
    // The time that active requests have to complete after the listeners are closed.
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(30);

    /// <summary>Builds the web application for <paramref name="content"/>, ready to be started.</summary>
    public static WebApplication Build(
        CurrentOptions options,
        LiveAuthenticators authenticators,
        LiveAccessPolicy policy,
        ContentStore content,
        IMetadataIndex? index,
        UserFiles users,
        ISessionStore sessions,
        Listener listener,
        ILoggerFactory loggers,
        TimeProvider time,
        ZotMeter meter,
        IReadOnlyList<IZotExtension>? extensions = null)
    {
        // The empty builder starts faster; this program handles configuration files, environment and console itself.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "zot" });
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(meter);
        builder.Services.AddSingleton(content.Sizes);
        builder.Services.AddSingleton(content.Scrub);
        builder.Services.AddSingleton<IEventRecorder, NoEventRecorder>();
        builder.Services.AddSingleton<IHostLifetime, OwnLifetime>();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = DrainLimit);
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<KestrelServerOptions>(listener.Configure);

        var zot = new ZotBuilder(options.Current, ThisBuild.Info, builder.Services)
        {
            IsStorageWritable = content.Condition == MediumCondition.Writable,
        };
        foreach (var extension in extensions ?? CompiledExtensions.All)
        {
            extension.Configure(zot);
        }

        if (index is not null)
        {
            var indexing = index.Follow(content.Feed, content.Registry);
            zot.AddJobs(_ => [indexing]);
            builder.Services.AddHttpContextAccessor();
            zot.AddLayer(RegistryLayer.Indexing, (inner, services) =>
            {
                var contexts = services.GetRequiredService<IHttpContextAccessor>();
                return new IndexingRegistry(inner, index, () => CallerOf(contexts.HttpContext));
            });
        }

        LimitLayers.Add(zot, content.Limits(new RepositoryGlobs().Matches, time, meter), CallerOf);
        builder.Services.AddSingleton<IOptionsMonitor<ZotOptions>>(options);
        builder.Services.AddSingleton<IRegistry>(services => zot.BuildRegistry(content.Registry, services));
        builder.Services.AddSingleton(ThisBuild.Info);
        builder.Services.AddSingleton(_ => users.OpenPreferences());
        builder.Services.AddSingleton(sessions);
        builder.Services.AddSingleton(services => new JobScheduler(
            [.. content.CollectionJobs(new RepositoryGlobs().Matches, index, time, meter), .. zot.BuildJobs(services)],
            options.Current.Scheduler.EffectiveWorkers,
            time,
            loggers.CreateLogger<JobScheduler>(),
            (source, duration) => meter.TimeTask(JobGauges.TaskNameOf(source), duration)));
        zot.AddRoute(_ => new ApiKeyEndpoint(() => options.Current.Http.Auth.ApiKey ? users.ApiKeys.Value : null, time).CreateRoute());
        zot.AddRoute(services => new LogoutEndpoint(
            services.GetRequiredService<ISessionService>(), () => options.Current.Http).CreateRoute());
        zot.AddJobs(_ => [new SessionJobs(sessions)]);
        builder.Services.AddSingleton(services => new StatusEndpoint(
            ThisBuild.Info, services.GetRequiredService<JobScheduler>(), index, [.. services.GetServices<IStatusSource>()], time));
        zot.AddRoute(static services => services.GetRequiredService<StatusEndpoint>().CreateRoute());
        builder.Services.AddSingleton(services => new ExtensionRoutes(zot.BuildRoutes(services)));
        builder.Services.AddSingleton<CurrentAuthenticators>(services =>
        {
            authenticators.Add(zot.BuildAuthentication(services));
            return () => authenticators.Current;
        });
        builder.Services.AddSingleton<CurrentAccessPolicy>(() => policy.Current);
        builder.Services.AddZotHttp(() => options.Current.Http);
        builder.Services.AddIdleMemory();

        var app = builder.Build();
        app.UseZotHttp();
        JobGauges.Observe(meter.Meter, app.Services.GetRequiredService<JobScheduler>());
        MetadataGauges.Observe(meter.Meter, index);
        return app;
    }

    private static string? CallerOf(HttpContext? context) =>
        context?.Features.Get<IAccessFeature>()?.Access is { IsAnonymous: false } access ? access.Username : null;

    /// <summary>Returns the port of the started application.</summary>
    public static int PortOf(WebApplication app) => BindingAddress.Parse(app.Urls.First()).Port;

    /// <summary>A lifetime without signal handling, which <see cref="StopSignals"/> provides.</summary>
    private sealed class OwnLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
