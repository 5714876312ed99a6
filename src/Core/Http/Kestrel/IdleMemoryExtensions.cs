using Microsoft.Extensions.DependencyInjection;

namespace Zot.Http;

/// <summary>Adds <see cref="IdleMemory"/>.</summary>
public static class IdleMemoryExtensions
{
    /// <summary>Returns memory to the system when no requests come. For a process that is nothing but the registry.</summary>
    /// <param name="services">The services of the registry, with those of <see cref="ZotHttpExtensions.AddZotHttp"/>.</param>
    public static IServiceCollection AddIdleMemory(this IServiceCollection services)
    {
        services.AddSingleton<IProcessMemory, CollectedMemory>();
        services.AddHostedService<IdleMemory>();
        return services;
    }
}
