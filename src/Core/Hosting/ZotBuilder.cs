using Microsoft.Extensions.DependencyInjection;
using Zot.Configuration;
using Zot.Registry;
using Zot.Scheduling;

namespace Zot.Hosting;

/// <summary>What extensions add to, while the registry is put together.</summary>
/// <param name="options">The configuration the registry starts with.</param>
/// <param name="build">What was built.</param>
/// <param name="services">The services of the process.</param>
public sealed class ZotBuilder(ZotOptions options, BuildInfo build, IServiceCollection services)
{
    private readonly SortedList<RegistryLayer, Func<IRegistry, IServiceProvider, IRegistry>> _layers = [];
    private readonly List<Func<IServiceProvider, ExtensionRoute>> _routes = [];
    private readonly List<Func<IServiceProvider, IEnumerable<IJobSource>>> _jobs = [];

    /// <summary>The configuration the registry starts with.</summary>
    public ZotOptions Options { get; } = options;

    /// <summary>What was built.</summary>
    public BuildInfo Build { get; } = build;

    /// <summary>The services of the process.</summary>
    public IServiceCollection Services { get; } = services;

    /// <summary>Indicates whether the storage directory could be written to at the start; if not, it is full or read-only.</summary>
    public bool IsStorageWritable { get; init; } = true;

    /// <summary>Wraps the registry in a layer.</summary>
    /// <exception cref="ArgumentException">There is a layer at that place already.</exception>
    public void AddLayer(RegistryLayer place, Func<IRegistry, IServiceProvider, IRegistry> wrap) =>
        _layers.Add(place, wrap);

    /// <summary>Adds a route. It is closed to everybody until it says otherwise: <see cref="ExtensionRoute.Access"/>.</summary>
    /// <param name="create">Makes the route, once all services are there.</param>
    public void AddRoute(Func<IServiceProvider, ExtensionRoute> create) => _routes.Add(create);

    /// <summary>Adds work in the background, which begins once the registry listens.</summary>
    /// <param name="create">Makes the sources, once all services are there.</param>
    public void AddJobs(Func<IServiceProvider, IEnumerable<IJobSource>> create) => _jobs.Add(create);

    /// <summary>The work in the background that was added.</summary>
    public IReadOnlyList<IJobSource> BuildJobs(IServiceProvider services) => [.. _jobs.SelectMany(create => create(services))];

    /// <summary>The registry the HTTP side talks to: <paramref name="content"/> within every layer.</summary>
    public IRegistry BuildRegistry(IRegistry content, IServiceProvider services) =>
        _layers.Values.Aggregate(content, (inner, wrap) => wrap(inner, services));

    /// <summary>Every route, the longest path first, so that the first that fits is the one that is meant.</summary>
    /// <exception cref="InvalidOperationException">Two routes have one path.</exception>
    public IReadOnlyList<ExtensionRoute> BuildRoutes(IServiceProvider services)
    {
        var routes = _routes.Select(create => create(services)).OrderByDescending(static route => route.Path.Length).ToList();
        var twice = routes.GroupBy(static route => route.Path, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1);
        return twice is null ? routes : throw new InvalidOperationException($"two extensions answer {twice.Key}");
    }
}
