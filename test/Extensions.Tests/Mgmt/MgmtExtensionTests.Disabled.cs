#if !EXT_MGMT
using Xunit;
using Zot.Configuration;
using Zot.Extensions.Tests;

namespace Zot.Extensions.Mgmt.Tests;

public sealed class MgmtExtensionTests
{
    [Fact]
    public void Twin_WhateverIsConfigured_AddsNothing()
    {
        using var extension = new ConfiguredExtension(new MgmtExtension(), new ExtensionsOptions { Search = new SearchOptions() });

        Assert.Empty(extension.Routes);
        Assert.Equal(("mgmt", false), (new MgmtExtension().Name, new MgmtExtension().IsCompiledIn));
    }
}
#endif
