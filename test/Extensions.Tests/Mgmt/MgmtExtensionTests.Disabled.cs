#if !EXT_MGMT
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Mgmt;
using Zot.Extensions.Tests.Support;

namespace Zot.Extensions.Tests.Mgmt;

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
