using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Zot.Client.Distribution;
using Zot.Configuration;
using Zot.Configuration.Http;
using Zot.Configuration.Reloading;
using Zot.Extensions;
using Zot.Hosting;
using Zot.Metering;
using Zot.Registry;
using Zot.Scheduling;
using Zot.Server.Serving;
using Zot.Storage.Content;

namespace Zot.Testing.Serving;

/// <summary>
/// The registry as <c>zot serve</c> assembles and starts it, with the extensions of the build, and others that no build
/// contains.
/// </summary>
public sealed class ExtendedRegistry : IAsyncDisposable
{
    private static readonly ILoggerFactory Loggers = NullLoggerFactory.Instance;

    private readonly TemporaryDirectory _directory = new();
    private readonly ZotMeter _meter = new();
    private readonly CurrentOptions _options;
    private ContentStore _content = null!;
    private WebApplication _app = null!;
    private RemoteRegistry? _remote;

    private ExtendedRegistry(ZotOptions options) => _options = new CurrentOptions(options with
    {
        Http = options.Http with { Address = "127.0.0.1", Port = 0 },
        Storage = options.Storage with { RootDirectory = _directory.Path, Gc = false },
    });

    /// <summary>A client without cookies, with the address of the registry.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseCookies = false });

    /// <summary>The content, without any layer.</summary>
    public IRegistry Content => _content.Registry;

    /// <summary>The registry over HTTP, for an anonymous client.</summary>
    public IRegistry Remote => _remote ??=
        new RemoteRegistry(new RemoteOptions(Client.BaseAddress!) { Proxy = new System.Net.WebProxy() });

    /// <summary>The services of the process.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Indicates whether an extension is part of this build.</summary>
    public static bool HasExtension(string name) =>
        CompiledExtensions.All.Any(extension => extension.Name == name && extension.IsCompiledIn);

    /// <summary>Starts a registry that is configured by its HTTP options only.</summary>
    public static Task<ExtendedRegistry> StartAsync(HttpOptions http, params IZotExtension[] extensions) =>
        StartAsync(new ZotOptions { Http = http }, extensions);

    /// <summary>Starts a registry on a free port of this machine, with an empty storage directory.</summary>
    public static async Task<ExtendedRegistry> StartAsync(ZotOptions options, params IZotExtension[] extensions)
    {
        ArgumentNullException.ThrowIfNull(options);
        var registry = new ExtendedRegistry(options);
        registry._content = await ContentStore.OpenAsync(
            () => registry._options.Current.Storage, Loggers, TimeProvider.System, registry._meter, default);
        registry._app = RegistryApp.Build(
            registry._options,
            registry._content,
            new Listener(registry._options.Current.Http, tls: null),
            Loggers,
            TimeProvider.System,
            registry._meter,
            [.. CompiledExtensions.All, .. extensions]);
        await registry._app.StartAsync();
        registry._app.Services.GetRequiredService<JobScheduler>().Start();
        registry.Client.BaseAddress = new Uri(registry._app.Urls.First());
        return registry;
    }

    /// <summary>Stops the registry, and removes its content.</summary>
    public async ValueTask DisposeAsync()
    {
        _remote?.Dispose();
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _content.DisposeAsync();
        _meter.Dispose();
        _directory.Dispose();
    }
}
