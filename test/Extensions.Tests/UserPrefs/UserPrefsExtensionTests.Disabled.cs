#if !EXT_USERPREFS
using Xunit;
using Zot.Configuration;
using Zot.Extensions.Tests;

namespace Zot.Extensions.UserPrefs.Tests;

public sealed class UserPrefsExtensionTests
{
    [Fact]
    public void Twin_WhateverIsConfigured_AddsNothing()
    {
        using var extension = new ConfiguredExtension(
            new UserPrefsExtension(), new ExtensionsOptions { Search = new SearchOptions(), Ui = new UiOptions() });

        Assert.Empty(extension.Routes);
        Assert.Equal(("userprefs", false), (new UserPrefsExtension().Name, new UserPrefsExtension().IsCompiledIn));
    }
}
#endif
