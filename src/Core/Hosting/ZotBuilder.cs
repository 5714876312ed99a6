using Microsoft.Extensions.DependencyInjection;
using Zot.Configuration;
using Zot.Registry;

namespace Zot.Hosting;

/// <summary>What extensions add to, while the registry is put together.</summary>
public sealed class ZotBuilder(ZotOptions options, IServiceCollection services)
{
    private readonly SortedList<RegistryLayer, Func<IRegistry, IServiceProvider, IRegistry>> _layers = [];

    /// <summary>The configuration the registry starts with.</summary>
    public ZotOptions Options { get; } = options;

    /// <summary>The services of the process.</summary>
    public IServiceCollection Services { get; } = services;

    /// <summary>Wraps the registry in a layer.</summary>
    /// <exception cref="ArgumentException">There is a layer at that place already.</exception>
    public void AddLayer(RegistryLayer place, Func<IRegistry, IServiceProvider, IRegistry> wrap) =>
        _layers.Add(place, wrap);

    /// <summary>The registry the HTTP side talks to: <paramref name="content"/> within every layer.</summary>
    public IRegistry BuildRegistry(IRegistry content, IServiceProvider services) =>
        _layers.Values.Aggregate(content, (inner, wrap) => wrap(inner, services));
}
