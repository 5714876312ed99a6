#if !EXT_SYNC
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Sync;
using Zot.Extensions.Tests.Support;

namespace Zot.Extensions.Tests.Sync;

public sealed class SyncExtensionTests
{
    [Fact]
    public void Disabled_twin_adds_nothing()
    {
        using var extension = new ConfiguredExtension(
            new SyncExtension(), new ExtensionsOptions { Sync = new SyncOptions() });

        Assert.Empty(extension.Routes);
        Assert.Empty(new SyncExtension().Commands);
        Assert.Equal(("sync", false), (new SyncExtension().Name, new SyncExtension().IsCompiledIn));
    }
}
#endif
