using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zot.Client.Distribution;
using Zot.Configuration.Http;
using Zot.Core.Tests.Http.Support;
using Zot.Core.Tests.Storage;
using Zot.Registry;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Client.Distribution;

/// <summary>The contract of a registry, over HTTP: the client against the server.</summary>
public sealed class RemoteRegistryContractTests : RegistryContract, IAsyncLifetime
{
    private RegistryServer? _server;
    private RemoteRegistry? _registry;

    public async ValueTask InitializeAsync()
    {
        var store = Stores.Open(new MemoryDriver(TimeProvider.System));
        _server = await RegistryServer.StartAsync(
            new HttpOptions { Compat = ["docker2s2"] }, configure: services => services.AddSingleton<IRegistry>(store.Registry));
        _registry = new RemoteRegistry(new RemoteOptions(_server.Address) { Proxy = new System.Net.WebProxy() });
    }

    public async ValueTask DisposeAsync()
    {
        _registry!.Dispose();
        await _server!.DisposeAsync();
    }

    protected override IRegistry CreateRegistry() => _registry!;
}
