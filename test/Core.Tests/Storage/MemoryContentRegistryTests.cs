using Zot.Registry;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Storage;

public sealed class MemoryContentRegistryTests : RegistryContract
{
    protected override IRegistry CreateRegistry() => Stores.Open(new MemoryDriver(TimeProvider.System)).Registry;
}
