using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Zot.Metering.Collecting;
using Zot.Metering.Sizes;
using Zot.Registry;

namespace Zot.Metering;

/// <summary>Registers metrics services.</summary>
public static class MeteringExtensions
{
    /// <summary>Adds a collector and the measurement of repository sizes.</summary>
    /// <remarks>
    /// Needs a <see cref="ZotMeter"/>, an <see cref="IRepositorySizes"/>, an <see cref="IContentFeed"/> and a
    /// <see cref="TimeProvider"/>.
    /// </remarks>
    public static IServiceCollection AddMetricsCollector(
        this IServiceCollection services, Func<IServiceProvider, MetricsCollector> create)
    {
        services.AddSingleton(create);
        services.AddSingleton<StorageSizes>();
        return services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<StorageSizes>());
    }
}
