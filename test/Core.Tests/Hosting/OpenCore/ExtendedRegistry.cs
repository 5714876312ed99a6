using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Zot.Auth.Sessions;
using Zot.Configuration;
using Zot.Configuration.Http;
using Zot.Configuration.Reloading;
using Zot.Configuration.Storage;
using Zot.Hosting;
using Zot.Metering;
using Zot.Server.Serving;
using Zot.Storage.Content;
using Zot.Testing;

namespace Zot.Core.Tests.Hosting.OpenCore;

/// <summary>The registry as <c>zot serve</c> assembles it, with one extension, which no build contains.</summary>
internal sealed class ExtendedRegistry : IAsyncDisposable
{
    private static readonly ILoggerFactory Loggers = NullLoggerFactory.Instance;

    private readonly TemporaryDirectory _directory = new();
    private readonly ZotMeter _meter = new();
    private readonly CurrentOptions _options;
    private ContentStore _content = null!;
    private WebApplication _app = null!;

    private ExtendedRegistry(HttpOptions http) =>
        _options = new CurrentOptions(new ZotOptions { Http = http, Storage = new StorageOptions { RootDirectory = _directory.Path, Gc = false } });

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseCookies = false });

    public ISessionStore Sessions => _app.Services.GetRequiredService<ISessionStore>();

    public static async Task<ExtendedRegistry> StartAsync(HttpOptions http, IZotExtension extension)
    {
        var registry = new ExtendedRegistry(http with { Address = "127.0.0.1", Port = 0 });
        registry._content = await ContentStore.OpenAsync(
            () => registry._options.Current.Storage, Loggers, TimeProvider.System, registry._meter, default);
        registry._app = RegistryApp.Build(
            registry._options, registry._content,
            new Listener(registry._options.Current.Http, tls: null), Loggers, TimeProvider.System, registry._meter, [extension]);
        await registry._app.StartAsync();
        registry.Client.BaseAddress = new Uri(registry._app.Urls.First());
        await registry._content.Registry.PushImageAsync(Some.Repository, "v1");
        await registry._content.Registry.PushImageAsync(Some.OtherRepository, "v1");
        return registry;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _content.DisposeAsync();
        _meter.Dispose();
        _directory.Dispose();
    }
}
