#if !EXT_SCRUB
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Scrub;
using Zot.Extensions.Tests.Support;

namespace Zot.Extensions.Tests.Scrub;

public sealed class ScrubExtensionTests
{
    [Fact]
    public void Disabled_twin_adds_nothing()
    {
        var content = MemoryRegistry.Create();
        using var extension = new ConfiguredExtension(new ScrubExtension(), new ExtensionsOptions { Scrub = new ScrubOptions() });

        Assert.Same(content, extension.Around(content));
        Assert.Empty(extension.Jobs);
        Assert.Equal(("scrub", false), (new ScrubExtension().Name, new ScrubExtension().IsCompiledIn));
    }
}
#endif
