using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Configuration.Storage;
using Zot.Registry;
using Zot.Storage.Content;
using Zot.Testing;

namespace Zot.Core.Tests.Storage;

/// <summary>The contract on a storage directory, with different configurations.</summary>
public abstract class FileContentRegistryTests(bool dedupe, bool commit, params string[] routes) : RegistryContract, IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private ContentStore? _store;

    public async ValueTask InitializeAsync()
    {
        var options = new StorageOptions
        {
            RootDirectory = _directory["default"],
            Dedupe = dedupe,
            Commit = commit,
            SubPaths = routes.ToDictionary(
                static route => route,
                route => new StorageOptions { RootDirectory = _directory[$"sub{route}"], Dedupe = dedupe, Commit = commit }),
        };
        _store = await ContentStore.OpenAsync(options, NullLoggerFactory.Instance, TimeProvider.System, default);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _store!.DisposeAsync();
        _directory.Dispose();
    }

    protected override IRegistry CreateRegistry() => _store!.Registry;
}
