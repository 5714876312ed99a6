using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Zot.Auth;
using Zot.Auth.Sessions;
using Zot.Hosting;
using Zot.Hosting.Routes;
using Zot.Hosting.Status;
using Zot.Http.Access;
using Zot.Http.Account;
using Zot.Http.Answers;
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
    /// <see cref="TimeProvider"/>, <see cref="ZotMeter"/>, and <see cref="RouteTable"/> with the
    /// <see cref="BuildInfo"/> for the discover document.
    /// </remarks>
    public static IServiceCollection AddZotHttp(this IServiceCollection services, CurrentHttpOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ZotMeter>();
        services.TryAddSingleton<PullFeed>();
        services.TryAddSingleton<CurrentAuthenticators>(static provider =>
        {
            IReadOnlyList<IAuthenticator> all = [.. provider.GetServices<IAuthenticator>()];
            return () => all;
        });
        services.TryAddSingleton<CurrentAccessPolicy>(static () => OpenPolicy.Instance);
        services.TryAddSingleton(new RouteTable([]));
        services.TryAddSingleton(new BuildInfo("", "", "", ""));

        services.AddSingleton<Challenge>();
        services.AddSingleton<CallerFinder>();

        // Null without sessions, like the optional parameter of its user.
        services.AddSingleton(provider => provider.GetService<ISessionStore>() is { } sessions
            ? new SessionService(sessions, options, provider.GetRequiredService<TimeProvider>())
            : null!);
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
        services.AddSingleton<Endpoints>();
        return services.AddKestrelTuning();
    }

    /// <summary>
    /// Handles the requests of the registry and of extensions, behind the same limits, logs and authentication; all
    /// other requests receive 404.
    /// </summary>
    /// <remarks>The order, from the outside in, is zot's inside request metering.</remarks>
    public static IApplicationBuilder UseZotHttp(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseMiddleware<TrustedProxies>();
        app.UseMiddleware<RequestRouter>();
        app.UseMiddleware<RequestMetering>();
        if (app.ApplicationServices.GetRequiredService<CurrentHttpOptions>()().RateLimit is { } limits)
        {
            app.UseMiddleware<RateLimiting>(limits);
        }

        app.UseMiddleware<AccessLog>();
        app.UseMiddleware<Recovery>();
        app.UseMiddleware<AuditLog>();
        app.UseMiddleware<CorsHeaders>();
        app.UseMiddleware<Authentication>();
        app.UseMiddleware<AccessGate>();
        app.Run(app.ApplicationServices.GetRequiredService<RegistryEndpoint>().HandleAsync);
        return app;
    }
}
