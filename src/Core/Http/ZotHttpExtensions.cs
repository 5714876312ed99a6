using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Zot.Auth;
using Zot.Registry;

namespace Zot.Http;

/// <summary>Puts the registry on the web.</summary>
public static class ZotHttpExtensions
{
    /// <summary>Adds what answers requests.</summary>
    /// <remarks>
    /// Needs an <see cref="IRegistry"/>. Takes an <see cref="IAccessPolicy"/> (default: whoever gets in may do
    /// everything), <see cref="CurrentAuthenticators"/> (default: every registered <see cref="IAuthenticator"/>), a
    /// <see cref="TimeProvider"/> and any <see cref="IExtensionDirectory"/>.
    /// </remarks>
    public static IServiceCollection AddZotHttp(this IServiceCollection services, CurrentHttpOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CurrentAuthenticators>(static provider =>
        {
            IReadOnlyList<IAuthenticator> all = [.. provider.GetServices<IAuthenticator>()];
            return () => all;
        });
        services.TryAddSingleton<IAccessPolicy>(static provider =>
        {
            var authenticators = provider.GetRequiredService<CurrentAuthenticators>();
            return new OpenPolicy(() => authenticators().Count);
        });

        services.AddSingleton<Challenge>();
        services.AddSingleton<IBlobSender, BlobSender>();
        services.AddSingleton<ManifestEndpoint>();
        services.AddSingleton<BlobEndpoint>();
        services.AddSingleton<UploadEndpoint>();
        services.AddSingleton<TagListEndpoint>();
        services.AddSingleton<CatalogEndpoint>();
        services.AddSingleton<ReferrersEndpoint>();
        services.AddSingleton<DiscoverEndpoint>();
        services.AddSingleton<ProbeEndpoint>();
        services.AddSingleton<RegistryEndpoint>();
        return services.AddKestrelTuning();
    }

    /// <summary>
    /// Answers the registry's requests. A route of an extension that routing has chosen gets the same limits, logs and
    /// authentication, unless its endpoint allows anonymous access; what nobody answers is 404.
    /// </summary>
    /// <remarks>The order is zot's: limits, access log, recovery, audit log, authentication, access.</remarks>
    public static IApplicationBuilder UseZotHttp(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var services = app.ApplicationServices;
        var time = services.GetRequiredService<TimeProvider>();
        var challenge = services.GetRequiredService<Challenge>();
        var policy = services.GetRequiredService<IAccessPolicy>();
        var authenticators = services.GetRequiredService<CurrentAuthenticators>();
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var endpoint = services.GetRequiredService<RegistryEndpoint>();
        var registry = services.GetRequiredService<IRegistry>();
        var limits = services.GetRequiredService<CurrentHttpOptions>()().RateLimit;

        return app.Use(others =>
        {
            RequestDelegate pipeline = context =>
                RegistryCall.Of(context).Request is { } request ? endpoint.HandleAsync(request, context) : others(context);
            pipeline = new AccessGate(pipeline, policy, registry, challenge).InvokeAsync;
            pipeline = new Authentication(pipeline, authenticators, policy, challenge).InvokeAsync;
            pipeline = new AuditLog(pipeline, loggers).InvokeAsync;
            pipeline = new Recovery(pipeline, loggers.CreateLogger<Recovery>()).InvokeAsync;
            pipeline = new AccessLog(pipeline, loggers.CreateLogger<AccessLog>(), time).InvokeAsync;
            if (limits is not null)
            {
                pipeline = new RateLimiting(pipeline, limits, time).InvokeAsync;
            }

            return new FrontDoor(pipeline, others).InvokeAsync;
        });
    }
}
