using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Zot.Client.Commands;
using Zot.Configuration;
using Zot.Configuration.Reloading;
using Zot.Extensions;
using Zot.Hosting;
using Zot.Hosting.Vulnerabilities;
using Zot.Http;
using Zot.Http.Kestrel;
using Zot.Http.Routes;
using Zot.Metering;
using Zot.Registry;
using Zot.Scheduling;
using Zot.Server.Parts;
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
    /// <exception cref="CommandException">
    /// A file of the configuration or of the storage directory cannot be used.
    /// </exception>
    public static WebApplication Build(
        CurrentOptions options,
        ContentStore content,
        Listener listener,
        ILoggerFactory loggers,
        TimeProvider time,
        ZotMeter meter,
        IReadOnlyList<IZotExtension>? extensions = null)
    {
        var builder = CreateBuilder(listener);
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(meter);
        builder.Services.AddSingleton(content);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<IOptionsMonitor<ZotOptions>>(options);
        builder.Services.AddSingleton<IEventRecorder, NoEventRecorder>();
        builder.Services.AddSingleton<ICveScanner, DisabledCveScanner>();
        var zot = new ZotBuilder(options.Current, ThisBuild.Info, builder.Services)
        {
            IsStorageWritable = content.Condition == MediumCondition.Writable,
        };
        foreach (var part in CoreParts.All.Concat(extensions ?? CompiledExtensions.All))
        {
            part.Configure(zot);
        }

        builder.Services.AddSingleton<IRegistry>(services => zot.BuildRegistry(content.Registry, services));
        builder.Services.AddSingleton(services => new RouteTable(zot.BuildRoutes(services)));
        builder.Services.AddSingleton(services => new JobScheduler(
            zot.BuildJobs(services),
            options.Current.Scheduler.EffectiveWorkers,
            time,
            loggers.CreateLogger<JobScheduler>(),
            (source, duration) => meter.TimeTask(JobGauges.TaskNameOf(source), duration)));
        builder.Services.AddZotHttp(() => options.Current.Http);
        builder.Services.AddIdleMemory();

        var app = builder.Build();
        app.UseZotHttp();
        JobGauges.Observe(meter.Meter, app.Services.GetRequiredService<JobScheduler>());
        return app;
    }

    private static WebApplicationBuilder CreateBuilder(Listener listener)
    {
        // The empty builder starts faster; this program handles configuration files, environment and console itself.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "zot" });
        builder.Services.AddSingleton<IHostLifetime, OwnLifetime>();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = DrainLimit);
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<KestrelServerOptions>(listener.Configure);
        return builder;
    }

    /// <summary>Returns the port of the started application.</summary>
    public static int PortOf(WebApplication app) => BindingAddress.Parse(app.Urls.First()).Port;

    /// <summary>A lifetime without signal handling, which <see cref="StopSignals"/> provides.</summary>
    private sealed class OwnLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
