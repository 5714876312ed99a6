using Microsoft.Extensions.Logging.Abstractions;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers.Memory;

namespace Zot.Extensions.Tests.Support;

/// <summary>A separate registry in memory.</summary>
internal static class MemoryRegistry
{
    public static IRegistry Create() =>
        Store.OpenAsync(
                new MemoryDriver(TimeProvider.System),
                new StoreSettings(Dedupe: true, Durable: false),
                NullLoggerFactory.Instance,
                TimeProvider.System,
                default)
            .AsTask().GetAwaiter().GetResult().Registry;
}
