#if !EXT_MGMT
using Xunit;
using Zot.Configuration;
using Zot.Extensions.Tests;

namespace Zot.Extensions.Mgmt.Tests;

public sealed class MgmtExtensionTests
{
    [Fact]
    public void Disabled_twin_adds_nothing()
    {
        using var extension = new ConfiguredExtension(new MgmtExtension(), new ExtensionsOptions { Search = new SearchOptions() });

        Assert.Empty(extension.Routes);
        Assert.Equal(("mgmt", false), (new MgmtExtension().Name, new MgmtExtension().IsCompiledIn));
    }
}
#endif
