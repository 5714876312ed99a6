using Microsoft.Extensions.DependencyInjection;
using Zot.Auth;
using Zot.Configuration;
using Zot.Hosting.Routes;
using Zot.Hosting.Status;
using Zot.Registry;
using Zot.Scheduling;

namespace Zot.Hosting;

/// <summary>The builder that extensions add services, layers, routes and jobs to.</summary>
/// <param name="options">The configuration the registry starts with.</param>
/// <param name="build">The build information.</param>
/// <param name="services">The services of the process.</param>
public sealed class ZotBuilder(ZotOptions options, BuildInfo build, IServiceCollection services)
{
    private readonly SortedList<RegistryLayer, Func<IRegistry, IServiceProvider, IRegistry>> _layers = [];
    private readonly List<Func<IServiceProvider, ExtensionRoute>> _routes = [];
    private readonly List<Func<IServiceProvider, IEnumerable<IJobSource>>> _jobs = [];
    private readonly List<Func<IServiceProvider, IPasswordAuthenticator>> _passwords = [];
    private readonly List<KeyValuePair<AuthenticationStep, Func<IServiceProvider, IAuthenticator>>> _authenticators =
        [];
    private readonly List<Func<IServiceProvider, IUserDirectory>> _users = [];

    /// <summary>The configuration the registry starts with.</summary>
    public ZotOptions Options { get; } = options;

    /// <summary>The build information.</summary>
    public BuildInfo Build { get; } = build;

    /// <summary>The services of the process.</summary>
    public IServiceCollection Services { get; } = services;

    /// <summary>The directory for files that are not content.</summary>
    public IDataDirectory Data { get; } = new DataDirectory(options.Storage.RootDirectory ?? "");

    /// <summary>
    /// Indicates whether the storage directory was writable at startup; otherwise it is full or read-only.
    /// </summary>
    public bool IsStorageWritable { get; init; } = true;

    /// <summary>Wraps the registry in a layer.</summary>
    /// <exception cref="ArgumentException">A layer is already registered there.</exception>
    public void AddLayer(RegistryLayer place, Func<IRegistry, IServiceProvider, IRegistry> wrap) =>
        _layers.Add(place, wrap);

    /// <summary>
    /// Adds a route. It is closed to all callers unless <see cref="ExtensionRoute.Access"/> opens it.
    /// </summary>
    /// <param name="create">Creates the route, once all services are available.</param>
    public void AddRoute(Func<IServiceProvider, ExtensionRoute> create) => _routes.Add(create);

    /// <summary>Adds background jobs, which start once the registry listens.</summary>
    /// <param name="create">Creates the job sources, once all services are available.</param>
    public void AddJobs(Func<IServiceProvider, IEnumerable<IJobSource>> create) => _jobs.Add(create);

    /// <summary>Adds an authenticator for names and passwords. It is tried after those of the core.</summary>
    /// <remarks>
    /// Add its users with <see cref="AddUsers"/>: without a directory, their API keys and sessions are invalid.
    /// </remarks>
    public void AddPasswords(Func<IServiceProvider, IPasswordAuthenticator> create) => _passwords.Add(create);

    /// <summary>Adds an authenticator for another kind of credentials.</summary>
    /// <param name="step">
    /// The place in the order; several of one step are tried in the order in which they are added.
    /// </param>
    /// <param name="create">Creates the authenticator once all services exist.</param>
    public void AddAuthenticator(AuthenticationStep step, Func<IServiceProvider, IAuthenticator> create) =>
        _authenticators.Add(new(step, create));

    /// <summary>Adds a directory of users, whose API keys and sessions are valid while it lists them.</summary>
    public void AddUsers(Func<IServiceProvider, IUserDirectory> create) => _users.Add(create);

    /// <summary>Creates the authenticators and user directories that were added.</summary>
    public AddedAuthentication BuildAuthentication(IServiceProvider services) => new(
        [.. _passwords.Select(create => create(services))],
        [.. _authenticators.Select(added => KeyValuePair.Create(added.Key, added.Value(services)))],
        [.. _users.Select(create => create(services))]);

    /// <summary>Creates the registered job sources.</summary>
    public IReadOnlyList<IJobSource> BuildJobs(IServiceProvider services) =>
        [.. _jobs.SelectMany(create => create(services))];

    /// <summary>Creates the registry for the HTTP layer: <paramref name="content"/> wrapped in all layers.</summary>
    public IRegistry BuildRegistry(IRegistry content, IServiceProvider services) =>
        _layers.Values.Aggregate(content, (inner, wrap) => wrap(inner, services));

    /// <summary>
    /// Creates all routes, ordered by descending path length, so that the first match is the most specific one.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// Two routes have the same path, and none or both are fallbacks; or a fallback has another method than GET and
    /// HEAD.
    /// </exception>
    public IReadOnlyList<ExtensionRoute> BuildRoutes(IServiceProvider services)
    {
        var routes =
            _routes.Select(create => create(services)).OrderByDescending(static route => route.Path.Length).ToList();
        var twice = routes.CountBy(static route => (route.Path, IsFallback(route)))
            .FirstOrDefault(static count => count.Value > 1);
        if (twice.Value > 1)
        {
            throw new InvalidOperationException($"two extensions register the route {twice.Key.Path}");
        }

        var wrong = routes.Find(static route => IsFallback(route) && route.Methods.Except(["GET", "HEAD"]).Any());
        return wrong is null
            ? routes
            : throw new InvalidOperationException($"the fallback {wrong.Path} is for methods other than GET and HEAD");

        static bool IsFallback(ExtensionRoute route) => route.Match is RouteMatch.Fallback;
    }
}
