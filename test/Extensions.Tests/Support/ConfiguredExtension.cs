using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Zot.Configuration;
using Zot.Configuration.Extensions;
using Zot.Configuration.Http;
using Zot.Configuration.Reloading;
using Zot.Hosting;
using Zot.Hosting.Routes;
using Zot.Hosting.Status;
using Zot.Metering;
using Zot.Registry;
using Zot.Scheduling;

namespace Zot.Extensions.Tests.Support;

/// <summary>An extension that was configured as by the server, with the parts that it added.</summary>
internal sealed class ConfiguredExtension : IDisposable
{
    private readonly ZotBuilder _zot;
    private readonly ServiceProvider _services;

    public ConfiguredExtension(IZotExtension extension, ExtensionsOptions extensions, HttpOptions? http = null, Action<IServiceCollection>? services = null)
    {
        var options = new ZotOptions { Extensions = extensions, Http = http ?? new HttpOptions() };
        Current = new CurrentOptions(options);
        var all = new ServiceCollection();
        all.AddLogging();
        all.AddSingleton(TimeProvider.System);
        all.AddSingleton<ZotMeter>();
        all.AddSingleton<IOptionsMonitor<ZotOptions>>(Current);
        services?.Invoke(all);
        _zot = new ZotBuilder(options, Build, all);
        extension.Configure(_zot);
        _services = all.BuildServiceProvider();
        Routes = _zot.BuildRoutes(_services);
    }

    public static BuildInfo Build { get; } = new("v1.2.3", "v1.2.3-4-gabcdef0", "-lint-mgmt", ".NET 10");

    public CurrentOptions Current { get; }

    public IReadOnlyList<ExtensionRoute> Routes { get; }

    /// <summary>The background jobs that the extension added.</summary>
    public IReadOnlyList<IJobSource> Jobs => _zot.BuildJobs(_services);

    /// <summary>Returns a service of the process.</summary>
    public T Service<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>
    /// Wraps the content in the layers of the extension; returns the content itself if there are none.
    /// </summary>
    public IRegistry Around(IRegistry content) => _zot.BuildRegistry(content, _services);

    public void Dispose() => _services.Dispose();
}
