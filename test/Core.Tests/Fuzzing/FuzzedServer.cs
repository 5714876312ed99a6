using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;
using Zot.Configuration.Http;
using Zot.Core.Tests.Storage;
using Zot.Http;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Fuzzing;

/// <summary>
/// The registry with its HTTP endpoint and in-memory storage: <c>fuzz/app</c> for inputs, and an image that is always
/// served.
/// </summary>
internal sealed class FuzzedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Store _store;

    private FuzzedServer(WebApplication app, Store store, LastError errors) => (_app, _store, Errors) = (app, store, errors);

    /// <summary>Gets the repository of the inputs.</summary>
    public static RepositoryName App { get; } = RepositoryName.Parse("fuzz/app");

    /// <summary>Gets the repository of the image that is always served.</summary>
    public static RepositoryName Sound { get; } = RepositoryName.Parse("sound/image");

    public IRegistry Registry => _store.Registry;

    public LastError Errors { get; }

    /// <summary>Starts the server for in-process requests.</summary>
    public static async Task<FuzzedServer> StartAsync()
    {
        var errors = new LastError();
        var store = Stores.Open(new MemoryDriver(TimeProvider.System));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(errors);
        builder.WebHost.UseTestServer();
        var options = new HttpOptions { Compat = ["docker2s2"] };
        builder.Services.AddSingleton(store.Registry);
        builder.Services.AddZotHttp(() => options);
        var app = builder.Build();
        app.UseZotHttp();
        await app.StartAsync();
        await store.Registry.PushImageAsync(Sound, "v1");
        await store.Registry.PushImageAsync(App, "known");
        return new FuzzedServer(app, store, errors);
    }

    public HttpClient CreateClient() => _app.GetTestClient();

    /// <summary>Checks that the image in <see cref="Sound"/> is served, with its layer.</summary>
    public static async Task CheckAsync(HttpClient client)
    {
        var manifest = await client.GetByteArrayAsync($"/v2/{Sound}/manifests/v1");
        Assert.Equal(Some.Image(layers: [Some.Layer("layer")]), manifest);
        Assert.Equal(Some.Bytes("layer"), await client.GetByteArrayAsync($"/v2/{Sound}/blobs/{Some.Digest("layer")}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _store.DisposeAsync();
    }
}
