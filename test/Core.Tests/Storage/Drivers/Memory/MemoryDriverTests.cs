using Zot.Storage.Drivers;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Drivers.Memory;

public sealed class MemoryDriverTests : StorageDriverContract
{
    protected override IStorageDriver CreateDriver() => new MemoryDriver(TimeProvider.System);
}
