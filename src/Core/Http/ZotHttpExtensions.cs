using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Zot.Auth;
using Zot.Auth.Sessions;
using Zot.Hosting;
using Zot.Hosting.Routes;
using Zot.Hosting.Status;
using Zot.Http.Access;
using Zot.Http.Account;
using Zot.Http.Blobs;
using Zot.Http.Kestrel;
using Zot.Http.Limits;
using Zot.Http.Lists;
using Zot.Http.Logs;
using Zot.Http.Manifests;
using Zot.Http.Metering;
using Zot.Http.Pipeline;
using Zot.Http.Routes;
using Zot.Http.Uploads;
using Zot.Metering;
using Zot.Registry;

namespace Zot.Http;

/// <summary>Adds the registry to an ASP.NET Core application.</summary>
public static class ZotHttpExtensions
{
    /// <summary>Adds the services that handle requests.</summary>
    /// <remarks>
    /// Requires an <see cref="IRegistry"/>. Optional services: <see cref="CurrentAccessPolicy"/> (default: every
    /// admitted caller may do everything), <see cref="CurrentAuthenticators"/> (default: every registered
    /// <see cref="IAuthenticator"/>), <see cref="ISessionStore"/> (default: browsers log in with every request),
    /// <see cref="TimeProvider"/>, <see cref="ZotMeter"/>, and <see cref="ExtensionRoutes"/> with the
    /// <see cref="BuildInfo"/> for the discover document.
    /// </remarks>
    public static IServiceCollection AddZotHttp(this IServiceCollection services, CurrentHttpOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ZotMeter>();
        services.TryAddSingleton<CurrentAuthenticators>(static provider =>
        {
            IReadOnlyList<IAuthenticator> all = [.. provider.GetServices<IAuthenticator>()];
            return () => all;
        });
        services.TryAddSingleton<CurrentAccessPolicy>(static () => OpenPolicy.Instance);
        services.TryAddSingleton(new ExtensionRoutes([]));
        services.TryAddSingleton(new BuildInfo("", "", "", ""));

        services.AddSingleton<Challenge>();
        services.AddSingleton<SessionService>();
        services.AddSingleton<ISessionService>(static provider => provider.GetRequiredService<SessionService>());
        services.AddSingleton<IAccessReview, AccessReview>();
        services.AddSingleton<IBlobSender, BlobSender>();
        services.AddSingleton<ManifestBodies>();
        services.AddSingleton<ManifestEndpoint>();
        services.AddSingleton<BlobEndpoint>();
        services.AddSingleton<UploadEndpoint>();
        services.AddSingleton<TagListEndpoint>();
        services.AddSingleton<CatalogEndpoint>();
        services.AddSingleton<ReferrersEndpoint>();
        services.AddSingleton<DiscoverEndpoint>();
        services.AddSingleton<ProbeEndpoint>();
        services.AddSingleton<RegistryEndpoint>();
        services.AddSingleton<ExtensionEndpoint>();
        return services.AddKestrelTuning();
    }

    /// <summary>
    /// Handles the requests of the registry and of extensions, behind the same limits, logs and authentication; all
    /// other requests receive 404.
    /// </summary>
    /// <remarks>
    /// Inside request metering, the order is zot's: limits, access log, recovery, audit log, authentication, access.
    /// </remarks>
    public static IApplicationBuilder UseZotHttp(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var services = app.ApplicationServices;
        var time = services.GetRequiredService<TimeProvider>();
        var challenge = services.GetRequiredService<Challenge>();
        var callers = new CallerFinder(
            services.GetRequiredService<CurrentAuthenticators>(), services.GetRequiredService<CurrentAccessPolicy>());
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var endpoint = services.GetRequiredService<RegistryEndpoint>();
        var extensions = services.GetRequiredService<ExtensionEndpoint>();
        var registry = services.GetRequiredService<IRegistry>();
        var routes = services.GetRequiredService<ExtensionRoutes>();
        var options = services.GetRequiredService<CurrentHttpOptions>();
        var meter = services.GetRequiredService<ZotMeter>();
        var hasSessions = services.GetService<ISessionStore>() is not null;
        var sessions = hasSessions ? services.GetRequiredService<SessionService>() : null;
        var limits = options().RateLimit;

        return app.Use(others =>
        {
            RequestDelegate pipeline = context => RegistryCall.Of(context) switch
            {
                { Request: { } request } => endpoint.HandleAsync(request, context),
                { Route: { } route } call => extensions.HandleAsync(call, route, context),
                _ => others(context),
            };
            pipeline = new AccessGate(pipeline, registry, challenge).InvokeAsync;
            pipeline = new Authentication(pipeline, callers, challenge, sessions).InvokeAsync;
            pipeline = new RouteMethods(pipeline, options, challenge).InvokeAsync;
            pipeline = new AuditLog(pipeline, loggers).InvokeAsync;
            pipeline = new Recovery(pipeline, challenge, loggers.CreateLogger<Recovery>()).InvokeAsync;
            pipeline = new AccessLog(pipeline, loggers.CreateLogger<AccessLog>(), time).InvokeAsync;
            if (limits is not null)
            {
                pipeline = new RateLimiting(pipeline, limits, time).InvokeAsync;
            }

            pipeline = new RequestMetering(pipeline, meter, time).InvokeAsync;
            pipeline = new RequestRouter(pipeline, routes, others, time).InvokeAsync;
            return new TrustedProxies(pipeline, options, loggers).InvokeAsync;
        });
    }
}
