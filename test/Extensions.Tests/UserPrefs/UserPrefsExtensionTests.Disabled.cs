#if !EXT_USERPREFS
using Xunit;
using Zot.Configuration;
using Zot.Extensions.Tests;

namespace Zot.Extensions.UserPrefs.Tests;

public sealed class UserPrefsExtensionTests
{
    [Fact]
    public void Disabled_twin_adds_nothing()
    {
        using var extension = new ConfiguredExtension(
            new UserPrefsExtension(), new ExtensionsOptions { Search = new SearchOptions(), Ui = new UiOptions() });

        Assert.Empty(extension.Routes);
        Assert.Equal(("userprefs", false), (new UserPrefsExtension().Name, new UserPrefsExtension().IsCompiledIn));
    }
}
#endif
