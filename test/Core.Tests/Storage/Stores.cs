using Microsoft.Extensions.Logging.Abstractions;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers;
using Zot.Storage.Feed;

namespace Zot.Core.Tests.Storage;

/// <summary>Opens stores for tests.</summary>
internal static class Stores
{
    internal static Store Open(
        IStorageDriver driver,
        bool dedupe = true,
        bool durable = false,
        TimeProvider? time = null,
        Func<TimeSpan?>? lease = null,
        long promptIndexLength = StoreContext.DefaultPromptIndexLength) =>
        Store.OpenAsync(
            driver,
            new StoreSettings(dedupe, durable) { Lease = lease, PromptIndexLength = promptIndexLength },
            NullLoggerFactory.Instance,
            time ?? TimeProvider.System,
            default)
            .AsTask().GetAwaiter().GetResult();

    /// <summary>Returns the changes of a store.</summary>
    internal static IContentFeed Feed(Store store) => new ContentFeed(store.Registry, [store], _ => store);
}
