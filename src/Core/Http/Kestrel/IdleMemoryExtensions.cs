using Microsoft.Extensions.DependencyInjection;

namespace Zot.Http.Kestrel;

/// <summary>Adds <see cref="IdleMemory"/>.</summary>
public static class IdleMemoryExtensions
{
    /// <summary>
    /// Returns memory to the operating system when the process is idle. For processes that host only the registry.
    /// </summary>
    /// <param name="services">
    /// The services of the registry, including those of <see cref="ZotHttpExtensions.AddZotHttp"/>.
    /// </param>
    public static IServiceCollection AddIdleMemory(this IServiceCollection services)
    {
        services.AddSingleton<IProcessMemory, CollectedMemory>();
        services.AddHostedService<IdleMemory>();
        return services;
    }
}
