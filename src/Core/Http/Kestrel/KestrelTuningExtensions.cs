using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Zot.Http.Kestrel;

/// <summary>Adds <see cref="KestrelTuning"/>.</summary>
internal static class KestrelTuningExtensions
{
    public static IServiceCollection AddKestrelTuning(this IServiceCollection services)
    {
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelTuning>();
        services.AddSingleton<IConfigureOptions<SocketTransportOptions>, KestrelTuning>();
        services.AddSingleton<LargeBlocks>();
        services.AddSingleton<IMemoryPoolFactory<byte>, LargeBlockPoolFactory>();
        return services;
    }
}
