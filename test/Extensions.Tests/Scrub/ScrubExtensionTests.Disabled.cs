#if !EXT_SCRUB
using Xunit;
using Zot.Configuration;
using Zot.Extensions.Tests;

namespace Zot.Extensions.Scrub.Tests;

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
